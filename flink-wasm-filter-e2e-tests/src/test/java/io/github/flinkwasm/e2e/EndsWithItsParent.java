package io.github.flinkwasm.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/**
 * Ends a JVM at once when the one that started it is gone, however that ended. A Java agent, so
 * that the JVM runs whatever main class it would run anyway.
 *
 * <p>The parent holds the other end of the standard input and never writes to it; the operating
 * system closes it with the parent.
 */
public final class EndsWithItsParent {
    private static final int EXIT_STATUS = 113;

    private EndsWithItsParent() {}

    /** Called by the JVM before {@code main}. */
    public static void premain(String arguments) {
        Thread thread = new Thread(EndsWithItsParent::awaitEndOfInput, "ends-with-its-parent");
        thread.setDaemon(true);
        thread.start();
    }

    @SuppressWarnings("SystemExitOutsideMain") // it is what the agent is for
    private static void awaitEndOfInput() {
        try {
            while (System.in.read() >= 0) {
                // Nobody writes; if somebody did, it would not matter.
            }
        } catch (IOException broken) {
            // As good as its end.
        }
        Runtime.getRuntime().halt(EXIT_STATUS);
    }

    /** The agent, a jar of this class alone, in a directory; written there if it is not yet. */
    static synchronized Path in(Path directory) {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes()
                .put(new Attributes.Name("Premain-Class"), EndsWithItsParent.class.getName());
        String classFile = EndsWithItsParent.class.getName().replace('.', '/') + ".class";
        Path jar = directory.resolve("ends-with-its-parent.jar");
        if (Files.exists(jar)) {
            // Another JVM may have it open.
            return jar;
        }
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(file, manifest);
                InputStream bytes = EndsWithItsParent.class.getResourceAsStream("/" + classFile)) {
            if (bytes == null) {
                throw new IllegalStateException("The class path has no " + classFile);
            }
            entries.putNextEntry(new JarEntry(classFile));
            bytes.transferTo(entries);
            entries.closeEntry();
            return jar;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write the agent " + jar, e);
        }
    }
}
