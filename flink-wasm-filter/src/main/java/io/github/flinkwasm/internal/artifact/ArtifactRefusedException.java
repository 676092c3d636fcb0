package io.github.flinkwasm.internal.artifact;

/**
 * An artifact that will not be loaded. The message is the end of a sentence: what is wrong with it,
 * and what would be right.
 */
public final class ArtifactRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    ArtifactRefusedException(String reason) {
        super(reason);
    }
}
