package io.github.flinkwasm.internal.wasi;

import java.util.Map;

/**
 * The functions for sockets, those of WASI and those that Fluent Bit's runtime adds to its module
 * names. There is no network: what would make a socket is not supported, and no descriptor is one.
 */
final class WasiSockets {
    /** Functions whose first argument is a socket. */
    private static final Map<String, String> ON_SOCKET =
            Map.ofEntries(
                    Map.entry("sock_accept", "iii:i"),
                    Map.entry("sock_recv", "iiiiii:i"),
                    Map.entry("sock_send", "iiiii:i"),
                    Map.entry("sock_shutdown", "ii:i"),
                    Map.entry("sock_addr_local", "ii:i"),
                    Map.entry("sock_addr_remote", "ii:i"),
                    Map.entry("sock_bind", "ii:i"),
                    Map.entry("sock_close", "i:i"),
                    Map.entry("sock_connect", "ii:i"),
                    Map.entry("sock_listen", "ii:i"),
                    Map.entry("sock_recv_from", "iiiiii:i"),
                    Map.entry("sock_send_to", "iiiiii:i"),
                    Map.entry("sock_get_linger", "iii:i"),
                    Map.entry("sock_get_ip_multicast_loop", "iii:i"),
                    Map.entry("sock_set_linger", "iii:i"),
                    Map.entry("sock_set_ip_multicast_loop", "iii:i"),
                    Map.entry("sock_set_ip_add_membership", "iii:i"),
                    Map.entry("sock_set_ip_drop_membership", "iii:i"),
                    Map.entry("sock_set_recv_timeout", "iI:i"),
                    Map.entry("sock_set_send_timeout", "iI:i"));

    /** Options that are read and set by a socket and one argument each. */
    private static final String[] OPTIONS = {
        "broadcast",
        "ip_multicast_ttl",
        "ip_ttl",
        "ipv6_only",
        "keep_alive",
        "recv_buf_size",
        "reuse_addr",
        "reuse_port",
        "send_buf_size",
        "tcp_fastopen_connect",
        "tcp_keep_idle",
        "tcp_keep_intvl",
        "tcp_no_delay",
        "tcp_quick_ack"
    };

    private final DescriptorTable descriptors;

    WasiSockets(DescriptorTable descriptors) {
        this.descriptors = descriptors;
    }

    void register(WasiFunctionTable wasi) {
        WasiFunctionTable.Body notSupported =
                (call, a) -> {
                    throw Errno.NOTSUP.exception();
                };
        wasi.add("sock_open", "iiii:i", notSupported);
        wasi.add("sock_addr_resolve", "iiiiii:i", notSupported);
        WasiFunctionTable.Body notASocket =
                (call, a) -> {
                    descriptors.get((int) a[0]);
                    throw Errno.NOTSOCK.exception();
                };
        ON_SOCKET.forEach((name, signature) -> wasi.add(name, signature, notASocket));
        for (String option : OPTIONS) {
            wasi.add("sock_get_" + option, "ii:i", notASocket);
            wasi.add("sock_set_" + option, "ii:i", notASocket);
        }
        wasi.add("sock_get_recv_timeout", "ii:i", notASocket);
        wasi.add("sock_get_send_timeout", "ii:i", notASocket);
    }
}
