package io.github.flinkwasm;

import io.github.flinkwasm.internal.text.ShownText;
import java.io.Serializable;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.flink.annotation.PublicEvolving;
import org.jspecify.annotations.Nullable;

/**
 * Where a module is, and optionally which bytes it must consist of. Nothing is read here: a
 * reference can be made while the store is down.
 *
 * <p>The URI is one of
 *
 * <ul>
 *   <li>a URI of any Flink {@code FileSystem}: {@code s3://filters/redact.wasm}, {@code
 *       hdfs:///filters/redact.wasm};
 *   <li>a plain path, on the machine that opens the filter: {@code /opt/filters/redact.wasm};
 *   <li>{@code classpath:filters/redact.wasm}, a resource of the job's jar.
 * </ul>
 */
@PublicEvolving
public final class ModuleReference implements Serializable {

    private static final long serialVersionUID = 1L;

    private static final String CLASSPATH_SCHEME = "classpath:";
    private static final Pattern SHA_256 = Pattern.compile("[0-9a-fA-F]{64}");

    private final String uri;
    private final @Nullable String sha256;

    private ModuleReference(String uri, @Nullable String sha256) {
        this.uri = uri;
        this.sha256 = sha256;
    }

    /**
     * A module by its place alone: whatever is there when it is read.
     *
     * @throws InvalidConfigurationException when the URI is blank or holds a control character
     */
    public static ModuleReference of(String uri) {
        return new ModuleReference(checkedUri(uri), null);
    }

    /**
     * A module pinned to its bytes: anything else found at that place is refused.
     *
     * @param sha256 64 hexadecimal digits, in either case, as {@code sha256sum} prints them
     * @throws InvalidConfigurationException when the URI or the digest cannot be one
     */
    public static ModuleReference pinned(String uri, String sha256) {
        return new ModuleReference(checkedUri(uri), checkedSha256(sha256));
    }

    /**
     * The URI as it was given. For messages there is {@link #toString}, which hides credentials.
     */
    public String uri() {
        return uri;
    }

    /** The pin, as 64 lower-case hexadecimal digits. */
    public Optional<String> sha256() {
        return Optional.ofNullable(sha256);
    }

    /** The same place, pinned to the bytes of that digest. */
    public ModuleReference withSha256(String sha256) {
        return pinned(uri, sha256);
    }

    /** The URI without user name and password. */
    String displayUri() {
        return withoutUserInfo(uri);
    }

    private static String withoutUserInfo(String uri) {
        return ShownText.withoutCredentials(uri, "");
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ModuleReference that
                && uri.equals(that.uri)
                && Objects.equals(sha256, that.sha256);
    }

    @Override
    public int hashCode() {
        return Objects.hash(uri, sha256);
    }

    /**
     * For messages: the URI without credentials, on one line, and the beginning of the pin if there
     * is one.
     */
    @Override
    public String toString() {
        String shown = ShownText.escaped(displayUri());
        return sha256 == null ? shown : shown + " (sha256 " + sha256.substring(0, 12) + "…)";
    }

    private static String checkedUri(String uri) {
        Objects.requireNonNull(uri, "uri");
        boolean hasControlCharacter = uri.chars().anyMatch(Character::isISOControl);
        boolean namesNoResource =
                uri.startsWith(CLASSPATH_SCHEME)
                        && uri.substring(CLASSPATH_SCHEME.length()).replace("/", "").isBlank();
        if (uri.isBlank() || hasControlCharacter || namesNoResource) {
            throw new InvalidConfigurationException(
                    ("The module's URI is %s, but it must be a URI of a Flink file system, a plain"
                         + " path, or \"classpath:\" and the name of a resource, without control"
                         + " characters. Give for example s3://filters/redact.wasm.")
                            .formatted(Quoted.of(withoutUserInfo(uri))));
        }
        return uri;
    }

    private static String checkedSha256(String sha256) {
        Objects.requireNonNull(sha256, "sha256");
        if (!SHA_256.matcher(sha256).matches()) {
            throw new InvalidConfigurationException(
                    ("The module's SHA-256 is %s (%d characters), but it must be 64 hexadecimal"
                         + " digits. Give the first word that \"sha256sum <module>\" prints.")
                            .formatted(Quoted.of(sha256), sha256.length()));
        }
        return sha256.toLowerCase(Locale.ROOT);
    }
}
