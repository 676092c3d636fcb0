package io.github.flinkwasm.internal.wasi;

import io.github.flinkwasm.internal.runtime.GuestCall;
import io.github.flinkwasm.internal.runtime.HostFunction;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.List;
import java.util.Map;

/**
 * Gathers the functions of WASI, each under both of its module names, and turns what goes wrong in
 * them into the error number that is their result.
 */
final class WasiFunctionTable {
    /** A function whose result is an error number. */
    @FunctionalInterface
    interface Body {
        /**
         * Runs the function; to return is {@link Errno#SUCCESS}.
         *
         * @param arguments as for {@link HostFunction.Body#call}
         */
        void run(GuestCall call, long[] arguments) throws ErrnoException, IOException;
    }

    /** A function that depends on the module name. */
    @FunctionalInterface
    interface BodyByLayout {
        void run(GuestCall call, long[] arguments, WasiLayout layout)
                throws ErrnoException, IOException;
    }

    /** Why a change of a file or directory failed. */
    private static final Map<String, Errno> REASONS_OF_CHANGES =
            Map.of(
                    "No space left", Errno.NOSPC,
                    "quota exceeded", Errno.DQUOT,
                    "File too large", Errno.FBIG,
                    "Is a directory", Errno.ISDIR,
                    "Directory not empty", Errno.NOTEMPTY,
                    "Invalid argument", Errno.INVAL,
                    "resource busy", Errno.BUSY,
                    "Operation not permitted", Errno.PERM,
                    "Read-only file system", Errno.ROFS);

    private final HostFunctionTable preview1 = new HostFunctionTable("wasi_snapshot_preview1");
    private final HostFunctionTable unstable = preview1.alsoFor("wasi_unstable");

    /** Adds a function. The signature's result, an i32, is the error number. */
    void add(String name, String signature, Body body) {
        HostFunction.Body guarded = guarded(body);
        preview1.add(name, signature, guarded);
        unstable.add(name, signature, guarded);
    }

    void addByLayout(String name, String signature, BodyByLayout body) {
        preview1.add(name, signature, guarded((call, a) -> body.run(call, a, WasiLayout.PREVIEW1)));
        unstable.add(name, signature, guarded((call, a) -> body.run(call, a, WasiLayout.UNSTABLE)));
    }

    /** Adds a function that returns no error number. */
    void addPlain(String name, String signature, HostFunction.Body body) {
        preview1.add(name, signature, body);
        unstable.add(name, signature, body);
    }

    List<HostFunction> functions() {
        return preview1.functions();
    }

    private static HostFunction.Body guarded(Body body) {
        return (call, arguments) -> {
            try {
                body.run(call, arguments);
                return Errno.SUCCESS.number();
            } catch (ErrnoException e) {
                return e.errno().number();
            } catch (ClosedByInterruptException e) {
                // The interrupt is still set: usually this ends the call as cancelled.
                call.checkDeadline();
                return Errno.IO.number();
            } catch (IOException e) {
                return errnoOf(e).number();
            } catch (DirectoryIteratorException e) {
                return errnoOf(e.getCause()).number();
            }
        };
    }

    static Errno errnoOf(IOException exception) {
        if (exception instanceof NoSuchFileException) {
            return Errno.NOENT;
        }
        if (exception instanceof NotDirectoryException) {
            return Errno.NOTDIR;
        }
        if (exception instanceof AccessDeniedException) {
            return Errno.ACCES;
        }
        if (exception instanceof FileSystemLoopException) {
            return Errno.LOOP;
        }
        if (exception instanceof FileAlreadyExistsException) {
            return Errno.EXIST;
        }
        if (exception instanceof DirectoryNotEmptyException) {
            return Errno.NOTEMPTY;
        }
        if (exception instanceof AtomicMoveNotSupportedException) {
            return Errno.XDEV;
        }
        String reason =
                exception instanceof FileSystemException failure
                        ? failure.getReason()
                        : exception.getMessage();
        return reason == null ? Errno.IO : errnoOf(reason);
    }

    /** For some errors the operating system's text is all there is. */
    private static Errno errnoOf(String reason) {
        if (reason.contains("symbolic link")) {
            return Errno.LOOP;
        }
        if (reason.contains("name too long")) {
            return Errno.NAMETOOLONG;
        }
        if (reason.contains("open files")) {
            return Errno.NFILE;
        }
        return reason.contains("Not a directory") ? Errno.NOTDIR : errnoOfChange(reason);
    }

    private static Errno errnoOfChange(String reason) {
        for (Map.Entry<String, Errno> known : REASONS_OF_CHANGES.entrySet()) {
            if (reason.contains(known.getKey())) {
                return known.getValue();
            }
        }
        return Errno.IO;
    }
}
