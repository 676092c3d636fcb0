package io.github.flinkwasm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkwasm.ModuleArtifacts;
import io.github.flinkwasm.ModuleReference;
import io.github.flinkwasm.internal.artifact.CompiledModuleSource;
import io.github.flinkwasm.internal.module.LoadedModule;
import io.github.flinkwasm.internal.module.ModuleLoader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompileCommandTest {
    @TempDir Path directory;

    private Path module;
    private LoadedModule loaded;

    @BeforeEach
    void moduleOfItsOwn() throws IOException {
        module = directory.resolve("filter.wasm");
        try (InputStream guest = getClass().getResourceAsStream("/guests/wat/identity.wasm")) {
            byte[] bytes = guest.readAllBytes();
            Files.write(module, bytes);
            loaded = new LoadedModule(bytes, ModuleLoader.sha256(bytes), "filter.wasm");
        }
    }

    @Test
    void artifactLiesBesideTheModuleUnderTheNameThatJobsLookFor() {
        // When
        CommandRun compile = CommandRun.of("", "compile", module.toString());

        // Then
        assertThat(compile.exitStatus()).isZero();
        assertThat(compile.err()).isEmpty();
        assertThat(directory.resolve(loaded.sha256() + ".jvm.chicory-1.7.5.d2.f1.wfa")).exists();
    }

    @Test
    void summarySaysWhatWasMadeOfWhatByWhat() {
        // When
        CommandRun compile = CommandRun.of("", "compile", "-o", out("store/"), module.toString());

        // Then
        assertThat(compile.out())
                .contains("sha256     " + loaded.sha256() + "\n")
                .contains("compiler   chicory 1.7.5, deadline instrumentation 2\n")
                .contains(
                        "target     jvm: bytecode for every architecture and every JVM from 17"
                                + " up\n")
                .contains("format     artifact 1\n")
                .contains("functions  1\n")
                .containsPattern("artifact   .*/store/.*\\.wfa, [0-9,]+ bytes\n")
                .containsPattern("digest     [0-9a-f]{64}\n")
                .containsPattern("time       [0-9,]+ ms\n");
    }

    @Test
    void jobThatNamesThePrintedDigestCompilesNothing() {
        // Given
        String digest =
                CommandRun.of("", "compile", "-q", "-o", out("store"), module.toString())
                        .out()
                        .strip();

        // When
        var obtained = obtain(ModuleArtifacts.inStore(out("store")).withDigest(digest));

        // Then
        assertThat(obtained.fromArtifact()).isTrue();
    }

    @Test
    void jobThatTrustsTheSigningKeyCompilesNothing() throws Exception {
        // Given
        KeyPair keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        Path pem = directory.resolve("key.pem");
        Files.writeString(
                pem,
                "-----BEGIN PRIVATE KEY-----\n"
                        + Base64.getMimeEncoder().encodeToString(keys.getPrivate().getEncoded())
                        + "\n-----END PRIVATE KEY-----\n");
        ModuleArtifacts trust =
                ModuleArtifacts.inStore(out("store"))
                        .withTrustedKeys(List.of(keys.getPublic()))
                        .withRequired(true);

        // When
        CommandRun compile =
                CommandRun.of(
                        "",
                        "compile",
                        "-o",
                        out("store"),
                        "--sign",
                        pem.toString(),
                        module.toString());

        // Then
        assertThat(compile.exitStatus()).isZero();
        assertThat(compile.out()).containsPattern("signature  .*\\.sig, by the key [0-9a-f]{16}\n");
        assertThat(obtain(trust).fromArtifact()).isTrue();
    }

    @Test
    void fileOfAnyNameHasTheSameBytes() throws IOException {
        // Given
        CommandRun.of("", "compile", module.toString());

        // When
        CommandRun compile = CommandRun.of("", "compile", "-o", out("x/my.wfa"), module.toString());

        // Then
        assertThat(compile.exitStatus()).isZero();
        try (Stream<Path> files = Files.list(directory)) {
            Path beside =
                    files.filter(file -> file.toString().endsWith(".wfa"))
                            .findFirst()
                            .orElseThrow();
            assertThat(directory.resolve("x/my.wfa")).hasSameBinaryContentAs(beside);
        }
    }

    @Test
    void targetsAreListed() {
        // When
        CommandRun compile = CommandRun.of("", "compile", "--target=help");

        // Then
        assertThat(compile.exitStatus()).isZero();
        assertThat(compile.out())
                .startsWith("jvm      bytecode for every architecture and every JVM from 17 up\n")
                .contains("x86_64   machine code; no compiler yet, jvm runs there\n")
                .contains("aarch64  machine code; no compiler yet, jvm runs there\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--target vax m.wasm|2|\"vax\" is unknown; --target=help lists the targets",
                "--target aarch64 m.wasm|2|no compiler for machine code of aarch64 yet. Use jvm",
                "--target jvm|2|Missing required parameter: 'MODULE'",
                "--sign nowhere.pem m.wasm|2|nowhere.pem does not exist. Give an Ed25519",
                "classpath:guests/wat/identity.wasm|2|The class path is no place to write to",
                "no-such.wasm|3|no-such.wasm does not exist",
                "-o /proc/nowhere/ classpath:guests/wat/identity.wasm|70|cannot be written: /proc",
            })
    void wrongUsageIsExplained(String arguments, int status, String message) {
        // When
        CommandRun compile = CommandRun.of("", ("compile " + arguments).split(" ", -1));

        // Then
        assertThat(compile.err()).contains(message);
        assertThat(compile.exitStatus()).isEqualTo(status);
    }

    @Test
    void keyOfAnotherKindIsRefused() throws Exception {
        // Given
        Path pem = directory.resolve("rsa.pem");
        byte[] rsa =
                KeyPairGenerator.getInstance("RSA").generateKeyPair().getPrivate().getEncoded();
        Files.writeString(
                pem,
                "-----BEGIN PRIVATE KEY-----\n"
                        + Base64.getMimeEncoder().encodeToString(rsa)
                        + "\n-----END PRIVATE KEY-----\n");

        // When
        CommandRun compile =
                CommandRun.of("", "compile", "--sign", pem.toString(), module.toString());

        // Then
        assertThat(compile.exitStatus()).isEqualTo(ExitStatus.WRONG_USAGE);
        assertThat(compile.err()).contains("rsa.pem holds another kind of key (");
    }

    @Test
    void storeIsListedAndPruned() throws IOException {
        // Given
        CommandRun.of("", "compile", "-o", out("store"), module.toString());
        Files.writeString(directory.resolve("store/README"), "not ours");
        Path old = directory.resolve("store/" + loaded.sha256() + ".jvm.chicory-1.7.4.d1.f1.wfa");
        Files.writeString(old, "made by an older version");

        // When
        CommandRun list = CommandRun.of("", "artifacts", "list", out("store"));
        CommandRun dry =
                CommandRun.of(
                        "", "artifacts", "prune", "--other-versions", "--dry-run", out("store"));
        CommandRun prune =
                CommandRun.of("", "artifacts", "prune", "--other-versions", out("store"));

        // Then
        assertThat(list.exitStatus()).isZero();
        assertThat(list.out())
                .containsPattern(
                        loaded.sha256()
                                + "  jvm  chicory 1\\.7\\.5  +[0-9,]+ bytes  .*  0 seals  digest")
                .contains("1.7.4.d1.f1.wfa  damaged: it is no artifact");
        assertThat(list.err()).contains("2 artifacts in ");
        assertThat(dry.out()).contains("would remove " + old.getFileName());
        assertThat(prune.out()).isEqualTo("removed " + old.getFileName() + "\n");
        assertThat(prune.err()).contains("removed 1 of 2 files");
        assertThat(old).doesNotExist();
        assertThat(directory.resolve("store/README")).exists();
    }

    @Test
    void listHasJsonToo() {
        // Given
        CommandRun.of("", "compile", "-o", out("store"), module.toString());

        // When
        CommandRun list = CommandRun.of("", "artifacts", "list", "--json", out("store"));

        // Then
        assertThat(list.out())
                .contains("\"module_sha256\":\"" + loaded.sha256() + "\"")
                .contains("\"target\":\"jvm\",\"compiler\":\"chicory 1.7.5\"");
    }

    @Test
    void storeThatIsNotThereIsNamed() {
        // When
        CommandRun list = CommandRun.of("", "artifacts", "list", out("nowhere"));

        // Then
        assertThat(list.exitStatus()).isEqualTo(ExitStatus.WRONG_USAGE);
        assertThat(list.err()).contains("nowhere does not exist. Name the directory");
    }

    private CompiledModuleSource.Obtained obtain(ModuleArtifacts artifacts) {
        return CompiledModuleSource.of(artifacts, ModuleReference.of("filter.wasm")).obtain(loaded);
    }

    private String out(String name) {
        return directory + "/" + name;
    }
}
