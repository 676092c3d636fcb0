package io.github.flinkwasm.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import org.apache.flink.core.fs.FileSystem;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints: everything that a report of a defect should name. */
final class Versions implements IVersionProvider {

    @Override
    public String[] getVersion() {
        Properties built = builtWith();
        return new String[] {
            "wasm-filter " + built.getProperty("version"),
            "Chicory " + built.getProperty("chicory"),
            "Flink " + flink(built),
            "Java "
                    + Runtime.version()
                    + " ("
                    + System.getProperty("java.vm.name")
                    + ", "
                    + System.getProperty("java.vm.vendor")
                    + ")"
        };
    }

    /** The Flink that is there now, which may be newer than the one we were compiled against. */
    private static String flink(Properties built) {
        String running = FileSystem.class.getPackage().getImplementationVersion();
        return running == null
                ? "of unknown version (compiled against " + built.getProperty("flink") + ")"
                : running;
    }

    /** Written by the build. */
    private static Properties builtWith() {
        Properties properties = new Properties();
        try (InputStream in = Versions.class.getResourceAsStream("versions.properties")) {
            if (in == null) {
                throw new IllegalStateException("versions.properties is not on the class path");
            }
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties;
    }
}
