package io.github.flinkwasm.internal.wasi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No path and no link leads out of a granted directory, by either way of access. */
class GrantedDirectoryAdversarialTest {
    /** How the directory is accessed. */
    enum Access {
        SECURE,
        CHECKED
    }

    @TempDir private Path base;
    private Path granted;
    private Path outside;

    @BeforeEach
    void makeFiles() throws IOException {
        granted = Files.createDirectories(base.resolve("granted"));
        outside = Files.createDirectories(base.resolve("outside"));
        Files.writeString(outside.resolve("secret"), "secret");
        Files.writeString(granted.resolve("file"), "file");
        Files.createDirectories(granted.resolve("a/b"));
        Files.writeString(granted.resolve("a/b/file"), "deep");
    }

    @ParameterizedTest
    @EnumSource(Access.class)
    void theOperatingSystemOffersBothWays(Access access) throws IOException {
        // When
        try (DirectoryHandle handle = grant(access).open()) {
            // Then
            assertThat(handle instanceof SecureDirectoryHandle).isEqualTo(access == Access.SECURE);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "SECURE,../outside/secret",
        "SECURE,a/../../outside/secret",
        "SECURE,..",
        "SECURE,a/b/../../..",
        "SECURE,./../granted/file",
        "SECURE,/etc/passwd",
        "SECURE,/",
        "SECURE,//etc/passwd",
        "CHECKED,../outside/secret",
        "CHECKED,a/../../outside/secret",
        "CHECKED,..",
        "CHECKED,a/b/../../..",
        "CHECKED,./../granted/file",
        "CHECKED,/etc/passwd",
        "CHECKED,/"
    })
    void noPathLeadsOut(Access access, String path) {
        // When, Then
        assertThat(read(access, path)).isEqualTo("NOTCAPABLE");
    }

    @ParameterizedTest
    @CsvSource({
        "SECURE,../outside/secret",
        "SECURE,a/../../outside/secret",
        "SECURE,/etc/passwd",
        "CHECKED,../outside/secret",
        "CHECKED,a/../../outside/secret",
        "CHECKED,/etc/passwd"
    })
    void noFileLinkLeadsOut(Access access, String target) throws IOException {
        // Given
        Files.createSymbolicLink(granted.resolve("link"), Path.of(target));
        Files.createSymbolicLink(granted.resolve("chain"), Path.of("link"));
        Files.createSymbolicLink(granted.resolve("a/chain"), Path.of("../chain"));

        // When, Then
        assertThat(read(access, "link")).isEqualTo("NOTCAPABLE");
        assertThat(read(access, "a/chain")).isEqualTo("NOTCAPABLE");
    }

    @ParameterizedTest
    @EnumSource(Access.class)
    void noAbsoluteLinkIsFollowedNotEvenInside(Access access) throws IOException {
        // Given
        Files.createSymbolicLink(granted.resolve("link"), granted.resolve("file"));

        // When, Then
        assertThat(read(access, "link")).isEqualTo("NOTCAPABLE");
    }

    @ParameterizedTest
    @EnumSource(Access.class)
    void noDirectoryLinkLeadsOut(Access access) throws IOException {
        // Given
        Files.createSymbolicLink(granted.resolve("relative"), Path.of("../outside"));
        Files.createSymbolicLink(granted.resolve("absolute"), outside);
        Files.createSymbolicLink(granted.resolve("root"), Path.of("/"));
        Files.createSymbolicLink(granted.resolve("a/up"), Path.of("../.."));
        Files.createSymbolicLink(granted.resolve("a/parent"), Path.of(".."));

        // When, Then
        assertThat(read(access, "relative/secret")).isEqualTo("NOTCAPABLE");
        assertThat(read(access, "absolute/secret")).isEqualTo("NOTCAPABLE");
        assertThat(read(access, "root/etc/passwd")).isEqualTo("NOTCAPABLE");
        assertThat(read(access, "a/up/outside/secret")).isEqualTo("NOTCAPABLE");
        assertThat(read(access, "a/parent/../outside/secret")).isEqualTo("NOTCAPABLE");
        assertThat(read(access, "a/parent/file")).isEqualTo("file");
    }

    @ParameterizedTest
    @EnumSource(Access.class)
    void linksInsideAreFollowed(Access access) throws IOException {
        // Given
        Files.createSymbolicLink(granted.resolve("link"), Path.of("a/b/file"));
        Files.createSymbolicLink(granted.resolve("a/up"), Path.of("../file"));
        Files.createSymbolicLink(granted.resolve("dir"), Path.of("a/./b/"));

        // When, Then
        assertThat(read(access, "link")).isEqualTo("deep");
        assertThat(read(access, "a/up")).isEqualTo("file");
        assertThat(read(access, "dir/file")).isEqualTo("deep");
        assertThat(read(access, "dir/../up")).isEqualTo("file");
    }

    @ParameterizedTest
    @EnumSource(Access.class)
    void loopsAndLongChainsOfLinksEnd(Access access) throws IOException {
        // Given
        Files.createSymbolicLink(granted.resolve("self"), Path.of("self"));
        Files.createSymbolicLink(granted.resolve("ping"), Path.of("pong"));
        Files.createSymbolicLink(granted.resolve("pong"), Path.of("ping"));
        Files.createSymbolicLink(granted.resolve("growing"), Path.of("growing/growing/growing"));
        Files.createSymbolicLink(granted.resolve("link0"), Path.of("file"));
        for (int i = 1; i <= 32; i++) {
            Files.createSymbolicLink(granted.resolve("link" + i), Path.of("link" + (i - 1)));
        }

        // When, Then
        assertThat(read(access, "self")).isEqualTo("LOOP");
        assertThat(read(access, "ping")).isEqualTo("LOOP");
        assertThat(read(access, "growing")).isEqualTo("LOOP");
        assertThat(read(access, "link31")).isEqualTo("file");
        assertThat(read(access, "link32")).isEqualTo("LOOP");
    }

    @ParameterizedTest
    @EnumSource(Access.class)
    void aDirectoryThatBecameALinkIsNotEntered(Access access) throws Exception {
        // Given
        GrantedDirectory grant = grant(access);
        List<String> path;
        try (PathWalk walk = PathWalk.to(new FakeGuestCall(), grant, List.of(), "a/b", false)) {
            path = walk.directoryPath();
        }
        Files.move(granted.resolve("a"), base.resolve("moved"));
        Files.createSymbolicLink(granted.resolve("a"), Path.of("../moved"));

        // When
        String viaDescriptor = read(grant, path, "file");
        String viaPath = read(grant, List.of(), "a/b/file");

        // Then
        assertThat(viaDescriptor).isIn("LOOP", "NOTDIR");
        assertThat(viaPath).isEqualTo("NOTCAPABLE");
    }

    @ParameterizedTest
    @EnumSource(Access.class)
    void anOpenDirectoryItselfFollowsNoLinkNotEvenInside(Access access) throws IOException {
        // Given
        Files.createSymbolicLink(granted.resolve("link"), Path.of("file"));
        Files.createSymbolicLink(granted.resolve("dirlink"), Path.of("a"));
        try (DirectoryHandle root = grant(access).open()) {
            // When, Then
            assertThat(readEntry(root, "file")).isEqualTo("file");
            assertThat(readEntry(root, "link")).isEqualTo("LOOP");
            assertThat(root.attributes("link").isSymbolicLink()).isTrue();
            assertThatThrownBy(() -> root.directory("dirlink").close())
                    .isInstanceOf(IOException.class);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "SECURE,..",
        "SECURE,.",
        "SECURE,a/b",
        "SECURE,/etc",
        "SECURE,''",
        "CHECKED,..",
        "CHECKED,.",
        "CHECKED,a/b",
        "CHECKED,/etc",
        "CHECKED,''"
    })
    void anOpenDirectoryTakesOnlyNames(Access access, String name) throws IOException {
        try (DirectoryHandle root = grant(access).open()) {
            // When, Then
            assertThatThrownBy(() -> root.attributes(name)).isInstanceOf(NoSuchFileException.class);
            assertThatThrownBy(() -> root.directory(name).close())
                    .isInstanceOf(NoSuchFileException.class);
        }
    }

    @ParameterizedTest
    @EnumSource(Access.class)
    void aDirectoryThatIsReplacedWhileItIsOpenLeadsNowhereElse(Access access) throws Exception {
        // Given
        try (DirectoryHandle root = grant(access).open();
                DirectoryHandle open = root.directory("a")) {
            Files.move(granted.resolve("a"), base.resolve("moved"));
            Files.createSymbolicLink(granted.resolve("a"), outside);

            // When
            String secret = readEntry(open, "secret");

            // Then
            assertThat(secret).isIn("NOENT", "ACCES");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../outside/secret",
                "../outside/new",
                "a/../../outside/new",
                "/etc/passwd",
                "file-link",
                "new-link",
                "absolute-link",
                "directory-link/secret",
                "directory-link/new",
                "a/up/outside/new",
                "a/.."
            })
    void noChangeLeadsOut(String path) throws IOException {
        // Given
        Files.createSymbolicLink(granted.resolve("file-link"), Path.of("../outside/secret"));
        Files.createSymbolicLink(granted.resolve("new-link"), Path.of("../outside/new"));
        Files.createSymbolicLink(granted.resolve("absolute-link"), outside.resolve("secret"));
        Files.createSymbolicLink(granted.resolve("directory-link"), Path.of("../outside"));
        Files.createSymbolicLink(granted.resolve("a/up"), Path.of("../.."));
        WasiGuest guest = new WasiGuest(WasiOptions.NONE.withWritableDirectory("/data", granted));
        byte[] bytes = path.getBytes(StandardCharsets.UTF_8);

        // When
        for (int how : new int[] {0, WasiGuest.CREATE, WasiGuest.TRUNCATE, WasiGuest.CREATE | 4}) {
            int file = guest.open(3, path, WasiGuest.FOLLOW, how, Rights.FD_WRITE);
            assertThat(file).isNegative();
        }
        guest.onPath("path_create_directory", 1, path, 3, 0, 0);
        guest.onPath("path_remove_directory", 1, path, 3, 0, 0);
        guest.call.write(0x2800, "stolen".getBytes(StandardCharsets.UTF_8));
        guest.onPath("path_rename", 1, path, 3, 0, 0, 3, 0x2800, 6);
        guest.call.write(0x2800, bytes);
        guest.onPath("path_rename", 1, "a/b/file", 3, 0, 0, 3, 0x2800, bytes.length);
        guest.onPath("path_unlink_file", 1, path, 3, 0, 0);

        // Then
        assertThat(outside.resolve("secret")).hasContent("secret");
        try (var entries = Files.list(outside)) {
            assertThat(entries).containsExactly(outside.resolve("secret"));
        }
        try (var entries = Files.list(base)) {
            assertThat(entries).containsExactlyInAnyOrder(granted, outside);
        }
        assertThat(granted.resolve("stolen")).doesNotExist();
    }

    @Test
    void nothingIsWrittenWhereDirectoriesCannotBeHeldOpen() throws Exception {
        // Given
        GrantedDirectory grant = GrantedDirectory.writable("/data", granted).withoutSecureStreams();

        // When, Then
        try (PathWalk walk = PathWalk.to(new FakeGuestCall(), grant, List.of(), "file", false)) {
            assertThatThrownBy(walk::entry)
                    .isInstanceOfSatisfying(
                            ErrnoException.class,
                            refused -> assertThat(refused.errno()).isEqualTo(Errno.ROFS));
        }
    }

    private static String readEntry(DirectoryHandle directory, String name) {
        try (SeekableByteChannel channel = directory.file(name)) {
            return contents(channel);
        } catch (IOException e) {
            return WasiFunctionTable.errnoOf(e).name();
        }
    }

    private String read(Access access, String path) {
        return read(grant(access), List.of(), path);
    }

    /** The contents of a file, or the name of the error. */
    static String read(GrantedDirectory grant, List<String> start, String path) {
        try (PathWalk walk = PathWalk.to(new FakeGuestCall(), grant, start, path, true)) {
            walk.attributes();
            if (walk.isDirectory()) {
                return "directory";
            }
            try (SeekableByteChannel channel = walk.openFile()) {
                return contents(channel);
            }
        } catch (ErrnoException e) {
            return e.errno().name();
        } catch (IOException e) {
            return WasiFunctionTable.errnoOf(e).name();
        }
    }

    private static String contents(SeekableByteChannel channel) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(100);
        channel.read(buffer);
        return new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8);
    }

    private GrantedDirectory grant(Access access) {
        GrantedDirectory grant = GrantedDirectory.of("/data", granted);
        return access == Access.SECURE ? grant : grant.withoutSecureStreams();
    }
}
