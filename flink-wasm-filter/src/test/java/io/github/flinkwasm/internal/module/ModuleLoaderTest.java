package io.github.flinkwasm.internal.module;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkwasm.ModuleLoadException;
import io.github.flinkwasm.ModuleReference;
import io.github.flinkwasm.ModuleRejectedException;
import java.io.File;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.FileSystemFactory;
import org.apache.flink.core.fs.local.LocalFileStatus;
import org.apache.flink.core.fs.local.LocalFileSystem;
import org.apache.flink.core.plugin.PluginManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModuleLoaderTest {
    private static final byte[] BYTES = "some bytes".getBytes(StandardCharsets.UTF_8);

    /** As {@code printf 'some bytes' | sha256sum} prints it. */
    private static final String SHA_256 =
            "0d22cdcc10e6d049dbe1af5123d50873fdfc1a4f58306e58cb6241be9472014d";

    private static final String OTHER_SHA_256 = SHA_256.replace('0', '1');

    private static final MemorySize ENOUGH = MemorySize.ofMebiBytes(1);

    @TempDir private Path directory;

    private Path file() throws IOException {
        return Files.write(directory.resolve("filter.wasm"), BYTES);
    }

    private static LoadedModule load(String uri) {
        return ModuleLoader.load(ModuleReference.of(uri), ENOUGH);
    }

    @Test
    void fileIsReadByPathAndByUri() throws IOException {
        // Given
        Path file = file();

        // When
        LoadedModule byPath = load(file.toString());
        LoadedModule byUri = load(file.toUri().toString());

        // Then
        assertThat(byPath.bytes()).isEqualTo(BYTES);
        assertThat(byUri.bytes()).isEqualTo(BYTES);
        assertThat(byPath.sha256()).isEqualTo(SHA_256);
        assertThat(byPath.origin()).isEqualTo(file + " (sha256 0d22cdcc10e6…)");
        assertThat(byPath).hasToString(byPath.origin() + " (10 bytes)");
    }

    @Test
    void relativePathIsOfTheWorkingDirectory() throws IOException {
        // Given
        Path file = file();
        Path workingDirectory = Path.of("").toAbsolutePath();

        // When
        LoadedModule loaded = load(workingDirectory.relativize(file).toString());

        // Then
        assertThat(loaded.bytes()).isEqualTo(BYTES);
    }

    @Test
    void digestIsSha256InLowerCase() {
        // When
        String sha256 = ModuleLoader.sha256("abc".getBytes(StandardCharsets.UTF_8));

        // Then
        assertThat(sha256)
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    @Test
    void pinnedFileIsReadWhenTheDigestIsRight() throws IOException {
        // Given
        String sha256 = SHA_256.toUpperCase(Locale.ROOT);

        // When
        LoadedModule loaded =
                ModuleLoader.load(ModuleReference.pinned(file().toString(), sha256), ENOUGH);

        // Then
        assertThat(loaded.bytes()).isEqualTo(BYTES);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"classpath:guests/wat/identity.wasm", "classpath:/guests/wat/identity.wasm"})
    void resourceIsReadFromTheClassPath(String uri) {
        // When
        LoadedModule loaded = load(uri);

        // Then
        assertThat(loaded.bytes()).startsWith(0, 'a', 's', 'm');
        assertThat(loaded.origin()).startsWith(uri + " (sha256 ");
    }

    @Test
    void resourceOfTheJobsJarIsReadWithoutKeepingTheJarOpen() throws IOException {
        // Given
        Path jar = directory.resolve("job.jar");
        writeJar(jar, BYTES);
        byte[] first = loadFromJar(jar);
        byte[] other = "other bytes".getBytes(StandardCharsets.UTF_8);

        // When
        Files.delete(jar);
        writeJar(jar, other);
        byte[] second = loadFromJar(jar);

        // Then
        assertThat(first).isEqualTo(BYTES);
        assertThat(second).isEqualTo(other);
    }

    private static void writeJar(Path jar, byte[] module) throws IOException {
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new JarEntry("filters/redact.wasm"));
            out.write(module);
        }
    }

    private static byte[] loadFromJar(Path jar) throws IOException {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null)) {
            thread.setContextClassLoader(loader);
            return load("classpath:filters/redact.wasm").bytes();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Test
    void missingFileIsSaidToBeMissing() {
        // Given
        String path = directory.resolve("nothing.wasm").toString();

        // When
        assertThatThrownBy(() -> load(path))

                // Then
                .isInstanceOf(ModuleLoadException.class)
                .hasMessage(
                        "Module "
                                + path
                                + " does not exist. Check the path; a relative one is resolved"
                                + " against the working directory of the process.");
    }

    @Test
    void directoryIsNoModule() {
        // When
        assertThatThrownBy(() -> load(directory.toString()))

                // Then
                .isInstanceOf(ModuleLoadException.class)
                .hasMessage("Module " + directory + " is a directory. Give the .wasm file in it.");
        assertThatThrownBy(() -> load("classpath:guests/wat"))
                .isInstanceOf(ModuleLoadException.class)
                .hasMessage(
                        "Module classpath:guests/wat is a directory. Give the .wasm file in it.");
    }

    @Test
    void missingResourceIsSaidToBeMissing() {
        // When
        assertThatThrownBy(() -> load("classpath:nothing.wasm"))

                // Then
                .isInstanceOf(ModuleLoadException.class)
                .hasMessageStartingWith("Module classpath:nothing.wasm is not on the class path.");
    }

    @Test
    void unknownSchemeSaysWhereAFileSystemComesFrom() {
        // When
        assertThatThrownBy(() -> load("gopher://filters/redact.wasm"))

                // Then
                .isInstanceOf(ModuleLoadException.class)
                .hasMessageStartingWith(
                        "Module gopher://filters/redact.wasm cannot be read: it is on a file system"
                                + " that Flink does not know here, there is none for the scheme"
                                + " \"gopher\". Plugins were looked for in ")
                .hasMessageContaining("Check the scheme, or put the jar of its file system into");
    }

    @ParameterizedTest
    @CsvSource({
        "s3://filters/redact.wasm, Put flink-s3-fs-hadoop-<Flink's version>.jar into a directory",
        "gs://filters/redact.wasm, Put flink-gs-fs-hadoop-<Flink's version>.jar into a directory",
        "hdfs://namenode/redact.wasm, put the output of \"hadoop classpath\" into HADOOP_CLASSPATH"
    })
    void knownSchemeSaysWhatServesIt(String uri, String advice) {
        // When
        assertThatThrownBy(() -> load(uri))

                // Then
                .isInstanceOf(ModuleLoadException.class)
                .hasMessageContaining(uri)
                .hasMessageContaining(advice);
    }

    @Test
    void fileThatEndsEarlyIsNoModule() throws IOException {
        // Given: a file system that promises one byte more than it has
        Path file = file();
        FileSystem.initialize(new Configuration(), new OnePlugin(new PromisingFactory()));
        try {
            // When
            assertThatThrownBy(() -> load("promising://" + file))

                    // Then
                    .isInstanceOf(ModuleLoadException.class)
                    .hasMessageStartingWith("Module promising://" + file + " cannot be read: ")
                    .hasMessageContaining("it ended after 10 of 11 bytes.");
        } finally {
            FileSystem.initialize(new Configuration(), null);
        }
    }

    private record OnePlugin(FileSystemFactory factory) implements PluginManager {
        @Override
        public <P> Iterator<P> load(Class<P> service) {
            return Stream.of(factory).filter(service::isInstance).map(service::cast).iterator();
        }
    }

    private static final class PromisingFactory implements FileSystemFactory {
        @Override
        public String getScheme() {
            return "promising";
        }

        @Override
        public FileSystem create(URI uri) {
            return new LocalFileSystem() {
                @Override
                public FileStatus getFileStatus(org.apache.flink.core.fs.Path path)
                        throws IOException {
                    long length = super.getFileStatus(path).getLen() + 1;
                    return new LocalFileStatus(new File(path.getPath()), this) {
                        @Override
                        public long getLen() {
                            return length;
                        }
                    };
                }
            };
        }
    }

    @Test
    void whatIsNoPathAtAllIsToldApart() {
        // When
        assertThatThrownBy(() -> load("s3://"))

                // Then
                .isInstanceOf(ModuleLoadException.class)
                .hasMessageContaining("s3://");
    }

    /** Opening a socket fails as opening a file without permission does, also for root. */
    @Test
    void fileThatCannotBeOpenedIsNotSaidToBeMissing() throws IOException {
        // Given
        Path socket = directory.resolve("s");
        try (ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.bind(UnixDomainSocketAddress.of(socket));

            // When
            assertThatThrownBy(() -> load(socket.toString()))

                    // Then
                    .isInstanceOf(ModuleLoadException.class)
                    .hasMessageStartingWith("Module " + socket + " cannot be read: ")
                    .hasMessageContaining("Check the path, the permissions");
        }
    }

    @Test
    void tooLargeFileIsRefusedAndExactlyTheLimitIsNot() throws IOException {
        // Given
        ModuleReference reference = ModuleReference.of(file().toString());
        ModuleReference resource = ModuleReference.of("classpath:guests/wat/identity.wasm");
        int resourceSize = ModuleLoader.load(resource, ENOUGH).bytes().length;

        // When
        assertThatThrownBy(() -> ModuleLoader.load(reference, new MemorySize(9)))

                // Then
                .isInstanceOf(ModuleRejectedException.class)
                .hasMessageContaining("has at least 10 bytes, but the limit is 9.")
                .hasMessageContaining("wasm-strip");
        assertThatThrownBy(() -> ModuleLoader.load(resource, new MemorySize(resourceSize - 1)))
                .isInstanceOf(ModuleRejectedException.class)
                .hasMessageContaining("the limit is " + (resourceSize - 1));
        assertThat(ModuleLoader.load(reference, new MemorySize(10)).bytes()).isEqualTo(BYTES);
        assertThat(ModuleLoader.load(resource, new MemorySize(resourceSize)).bytes())
                .hasSize(resourceSize);
    }

    @Test
    void otherBytesThanThePinnedOnesAreRefused() throws IOException {
        // Given
        ModuleReference pinned = ModuleReference.pinned(file().toString(), OTHER_SHA_256);

        // When
        assertThatThrownBy(() -> ModuleLoader.load(pinned, ENOUGH))

                // Then
                .isInstanceOf(ModuleRejectedException.class)
                .hasMessageContaining("has sha256 " + SHA_256)
                .hasMessageContaining("but it is pinned to " + OTHER_SHA_256);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gopher://key:secret@bucket/x.wasm", "file://key:secret@bucket/x.wasm"})
    void credentialsInTheUriAreInNoMessage(String uri) {
        // When
        assertThatThrownBy(() -> load(uri))

                // Then
                .isInstanceOf(ModuleLoadException.class)
                .hasMessageContaining("://bucket/x.wasm")
                .hasMessageNotContaining("secret");
    }
}
