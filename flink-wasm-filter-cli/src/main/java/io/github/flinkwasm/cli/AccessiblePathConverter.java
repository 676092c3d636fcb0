package io.github.flinkwasm.cli;

import io.github.flinkwasm.AccessiblePath;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code HOST} or {@code GUEST=HOST}; HOST must be a directory here and now. */
final class AccessiblePathConverter implements ITypeConverter<AccessiblePath> {

    @Override
    public AccessiblePath convert(String value) {
        int equals = value.indexOf('=');
        String guest = equals < 0 ? value : value.substring(0, equals);
        String host = value.substring(equals + 1);
        if (guest.isBlank() || !isDirectory(host)) {
            throw new TypeConversionException(
                    "\""
                            + Printable.name(value)
                            + "\" grants nothing: "
                            + (guest.isBlank()
                                    ? "the guest's name for the directory is empty"
                                    : "\"" + Printable.name(host) + "\" is no directory")
                            + "; write the directory, or GUEST=HOST to let the guest see it under"
                            + " another name");
        }
        return new AccessiblePath(guest, host);
    }

    private static boolean isDirectory(String host) {
        try {
            return !host.isBlank() && Files.isDirectory(Path.of(host));
        } catch (InvalidPathException notAPath) {
            return false;
        }
    }
}
