package io.github.flinkwasm.e2e;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/**
 * Looks into another JVM through its own diagnostics: what {@code jcmd} says, without a process for
 * each question.
 */
final class JvmProbe implements AutoCloseable {
    private final JMXConnector connector;
    private final MBeanServerConnection connection;

    private JvmProbe(JMXConnector connector) throws IOException {
        this.connector = connector;
        this.connection = connector.getMBeanServerConnection();
    }

    /** Connects to a running JVM of this user. */
    @SuppressWarnings("BanJNDI") // the other end is a JVM that these tests have started
    static JvmProbe attach(long pid) {
        try {
            VirtualMachine machine = VirtualMachine.attach(String.valueOf(pid));
            try {
                JMXServiceURL url = new JMXServiceURL(machine.startLocalManagementAgent());
                return new JvmProbe(JMXConnectorFactory.connect(url));
            } finally {
                machine.detach();
            }
        } catch (IOException | AttachNotSupportedException e) {
            throw new IllegalStateException("Cannot look into the JVM with pid " + pid, e);
        }
    }

    /** Collects garbage, and then looks at what is left. */
    JvmFootprint footprintAfterCollection() {
        try {
            // Twice: what the first makes unreachable through references that it clears, the
            // second takes.
            for (int n = 0; n < 2; n++) {
                ManagementFactory.newPlatformMXBeanProxy(
                                connection,
                                ManagementFactory.MEMORY_MXBEAN_NAME,
                                java.lang.management.MemoryMXBean.class)
                        .gc();
            }
            return new JvmFootprint(
                    ClassLoaderStatistics.parse(diagnosticCommand("vmClassloaderStats")),
                    threadNames(),
                    pool("Metaspace").getUsage().getUsed(),
                    pool("Metaspace").getUsage().getCommitted());
        } catch (IOException e) {
            throw new UncheckedIOException("The JVM does not answer any more", e);
        }
    }

    /** Names of the live threads, sorted. */
    List<String> threadNames() {
        try {
            ThreadMXBean threads =
                    ManagementFactory.newPlatformMXBeanProxy(
                            connection, ManagementFactory.THREAD_MXBEAN_NAME, ThreadMXBean.class);
            return Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
                    .filter(Objects::nonNull)
                    .map(ThreadInfo::getThreadName)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("The JVM does not answer any more", e);
        }
    }

    /**
     * Runs a diagnostic command.
     *
     * @param operation its name as an MBean operation: {@code vmClassloaderStats} for {@code
     *     VM.classloader_stats}
     */
    String diagnosticCommand(String operation, String... arguments) {
        try {
            return (String)
                    connection.invoke(
                            new ObjectName("com.sun.management:type=DiagnosticCommand"),
                            operation,
                            new Object[] {arguments},
                            new String[] {String[].class.getName()});
        } catch (JMException | IOException e) {
            throw new IllegalStateException("The JVM does not do " + operation, e);
        }
    }

    /** Writes all live objects into a file that does not exist yet, to find out who holds what. */
    void dumpHeap(Path file) {
        try {
            ManagementFactory.newPlatformMXBeanProxy(
                            connection,
                            "com.sun.management:type=HotSpotDiagnostic",
                            HotSpotDiagnosticMXBean.class)
                    .dumpHeap(file.toString(), true);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write the heap to " + file, e);
        }
    }

    private MemoryPoolMXBean pool(String name) throws IOException {
        return ManagementFactory.newPlatformMXBeanProxy(
                connection,
                ManagementFactory.MEMORY_POOL_MXBEAN_DOMAIN_TYPE + ",name=" + name,
                MemoryPoolMXBean.class);
    }

    @Override
    public void close() {
        try {
            connector.close();
        } catch (IOException e) {
            // The other side is gone already, which is as good.
        }
    }
}
