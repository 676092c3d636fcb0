package io.github.flinkwasm.s3;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Stands between a client and an HTTP server on the loopback address, writes down the requests, and
 * makes trouble when told to. Bytes pass as they are, so signatures stay right; only that a
 * connection ends after one request is added.
 */
final class UnreliableNetwork implements AutoCloseable {
    private static final Pattern CONTENT_LENGTH =
            Pattern.compile("(?im)^content-length: *(\\d+)\\r$");

    /** What can happen to a request instead of a proper answer. */
    enum Trouble {
        /** The server is busy: 503, as S3 says it. */
        BUSY,
        /** The connection is reset before an answer. */
        RESET,
        /** The answer ends in the middle of its body. */
        CUT_SHORT
    }

    /** A request as it came by; the path includes the query. */
    record Request(String method, String path) {
        boolean isDownloadOf(String bucketAndKey) {
            return method.equals("GET") && path.equals("/" + bucketAndKey);
        }
    }

    private record Plan(Predicate<Request> requests, Trouble trouble) {}

    private final ServerSocket listener;
    private final InetSocketAddress server;

    /** Guarded by this. */
    private final List<Request> requests = new ArrayList<>();

    /** Guarded by this. */
    private final List<Plan> plans = new ArrayList<>();

    UnreliableNetwork(InetSocketAddress server) throws IOException {
        this.server = server;
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start("unreliable-network", this::accept);
    }

    /** What a client is to connect to. */
    String endpoint() {
        return "http://127.0.0.1:" + listener.getLocalPort();
    }

    /** So many requests get into trouble, counted from now. */
    void disturbAll(Trouble trouble, int times) {
        disturb(request -> true, trouble, times);
    }

    /** So many of the requests get into trouble, counted from now. */
    synchronized void disturb(Predicate<Request> requests, Trouble trouble, int times) {
        for (int i = 0; i < times; i++) {
            plans.add(new Plan(requests, trouble));
        }
    }

    /** Forgets all requests, and lets the next ones pass. */
    synchronized void reset() {
        requests.clear();
        plans.clear();
    }

    /** All requests since the start or the last reset, also those that were not answered. */
    synchronized List<Request> requests() {
        return List.copyOf(requests);
    }

    /** How often an object was asked for. */
    long downloadsOf(String bucketAndKey) {
        return requests().stream().filter(request -> request.isDownloadOf(bucketAndKey)).count();
    }

    private synchronized @Nullable Trouble troubleFor(Request request) {
        requests.add(request);
        for (Plan plan : plans) {
            if (plan.requests().test(request)) {
                plans.remove(plan);
                return plan.trouble();
            }
        }
        return null;
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = listener.accept();
            start("unreliable-connection", () -> serve(client));
        }
    }

    private void serve(Socket client) throws IOException {
        try (client) {
            InputStream in = new BufferedInputStream(client.getInputStream());
            String head = readHead(in);
            if (head.isEmpty()) {
                return;
            }
            String[] words = head.substring(0, head.indexOf('\r')).split(" ", 3);
            Trouble trouble = troubleFor(new Request(words[0], words[1]));
            if (trouble == Trouble.BUSY) {
                answerBusy(client.getOutputStream());
            } else if (trouble == Trouble.RESET) {
                reset(client);
            } else {
                pass(client, in, head, trouble == Trouble.CUT_SHORT);
            }
        }
    }

    private void pass(Socket client, InputStream in, String head, boolean cutShort)
            throws IOException {
        try (Socket connection = new Socket(server.getAddress(), server.getPort())) {
            OutputStream out = connection.getOutputStream();
            out.write(closing(head).getBytes(ISO_8859_1));
            start("unreliable-upload", () -> in.transferTo(out));
            InputStream answer = new BufferedInputStream(connection.getInputStream());
            if (!cutShort) {
                answer.transferTo(client.getOutputStream());
                return;
            }
            String answerHead = readHead(answer);
            Matcher length = CONTENT_LENGTH.matcher(answerHead);
            int half = length.find() ? Integer.parseInt(length.group(1)) / 2 : 0;
            client.getOutputStream().write(answerHead.getBytes(ISO_8859_1));
            client.getOutputStream().write(answer.readNBytes(half));
        }
    }

    /** The request, asking for one answer only. */
    private static String closing(String head) {
        String others = head.replaceAll("(?im)^connection:.*\\r\\n", "");
        return others.substring(0, others.length() - 2) + "Connection: close\r\n\r\n";
    }

    private static void answerBusy(OutputStream out) throws IOException {
        String body =
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>SlowDown</Code>"
                        + "<Message>Please reduce your request rate.</Message></Error>";
        String answer =
                "HTTP/1.1 503 Slow Down\r\nContent-Type: application/xml\r\nContent-Length: %d\r\n"
                        + "Connection: close\r\n\r\n%s";
        out.write(answer.formatted(body.length(), body).getBytes(ISO_8859_1));
    }

    /** A socket that is closed at once, with nothing lingering, sends a reset. */
    private static void reset(Socket client) throws IOException {
        client.setSoLinger(true, 0);
    }

    /** Up to and with the empty line; nothing if the other side has gone. */
    private static String readHead(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                return "";
            }
            head.write(next);
        }
        return head.toString(ISO_8859_1);
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void start(String name, Work work) {
        Thread thread =
                new Thread(
                        () -> {
                            try {
                                work.run();
                            } catch (IOException closed) {
                                // One of the two sides has gone; the other one notices itself.
                            }
                        },
                        name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
