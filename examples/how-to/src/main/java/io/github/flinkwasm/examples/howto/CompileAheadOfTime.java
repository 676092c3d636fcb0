package io.github.flinkwasm.examples.howto;

import io.github.flinkwasm.ModuleArtifacts;
import io.github.flinkwasm.ModuleReference;
import io.github.flinkwasm.WasmFilter;
import io.github.flinkwasm.artifact.ArtifactPublisher;
import io.github.flinkwasm.artifact.ArtifactPublisher.PublishedArtifact;
import java.security.KeyPair;

/** Shown in {@code docs/how-to/precompile.md}. */
final class CompileAheadOfTime {

    private CompileAheadOfTime() {}

    static WasmFilter filter() {
        WasmFilter filter =
                WasmFilter.builder()
                        .setModule(ModuleReference.of("s3://filters/redact.wasm"))
                        .setFunctionName("redact")
                        .setArtifacts(ModuleArtifacts.inStore("s3://filters/artifacts"))
                        .build();
        return filter;
    }

    static String digestOfSigned(KeyPair keys) {
        PublishedArtifact artifact =
                ArtifactPublisher.to("s3://filters/artifacts")
                        .withSigner(keys)
                        .publish(ModuleReference.of("s3://filters/redact.wasm"));
        return artifact.digest();
    }
}
