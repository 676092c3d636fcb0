package io.github.flinkwasm.internal.wasi;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one of the guest's file descriptor numbers stands for. */
final class Descriptor {
    /** What can stand behind a descriptor. */
    sealed interface Target {}

    /** Always at its end. */
    record StandardInput() implements Target {}

    /** The guest's output. */
    record StandardOutput(GuestOutput.Stream stream) implements Target {}

    /**
     * A directory at or below a granted one.
     *
     * @param path its names below the grant, without links
     * @param preopened whether the guest had it from the start
     */
    record Directory(GrantedDirectory grant, List<String> path, boolean preopened)
            implements Target {}

    /** A file below a granted directory. */
    record RegularFile(OpenFile file) implements Target {}

    private final Target target;
    private long rights;
    private long inheritingRights;
    private int flags;
    private long position;
    private @Nullable List<String> listing;

    Descriptor(Target target, long rights, long inheritingRights, int flags) {
        this.target = target;
        this.rights = rights;
        this.inheritingRights = inheritingRights;
        this.flags = flags;
    }

    Descriptor copy() {
        Descriptor copy = new Descriptor(target, rights, inheritingRights, flags);
        copy.position = position;
        copy.listing = listing;
        return copy;
    }

    Target target() {
        return target;
    }

    long rights() {
        return rights;
    }

    long inheritingRights() {
        return inheritingRights;
    }

    void require(long needed) throws ErrnoException {
        if ((rights & needed) != needed) {
            throw Errno.NOTCAPABLE.exception();
        }
    }

    /** Gives rights up. None can be gained. */
    void restrict(long fewer, long fewerInheriting) throws ErrnoException {
        if ((fewer & ~rights) != 0 || (fewerInheriting & ~inheritingRights) != 0) {
            throw Errno.NOTCAPABLE.exception();
        }
        rights = fewer;
        inheritingRights = fewerInheriting;
    }

    int flags() {
        return flags;
    }

    void setFlags(int newFlags) {
        flags = newFlags;
    }

    /** Where the next read begins. */
    long position() {
        return position;
    }

    void setPosition(long newPosition) {
        position = newPosition;
    }

    /** The names that readdir goes through; null before it begins. */
    @Nullable List<String> listing() {
        return listing;
    }

    void setListing(List<String> names) {
        listing = names;
    }

    /** The directory behind this descriptor. */
    Directory directory() throws ErrnoException {
        if (target instanceof Directory directory) {
            return directory;
        }
        throw Errno.NOTDIR.exception();
    }
}
