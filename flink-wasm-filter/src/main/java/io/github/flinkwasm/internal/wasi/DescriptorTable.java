package io.github.flinkwasm.internal.wasi;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The guest's file descriptors: 0 to 2 for its standard streams, then the granted directories, then
 * what it opens. A guest can close and renumber all of them, which touches nothing of the host's,
 * and a restore brings them back.
 */
final class DescriptorTable {
    /** How many descriptors a guest can open beyond those it starts with. */
    static final int MAX_OPENED = 64;

    private final @Nullable Descriptor[] slots;

    /** Files that a snapshot has open; they are closed with the table only. */
    private final Set<OpenFile> retained = Collections.newSetFromMap(new IdentityHashMap<>());

    DescriptorTable(List<GrantedDirectory> directories) {
        List<Descriptor> initial = new ArrayList<>();
        initial.add(new Descriptor(new Descriptor.StandardInput(), Rights.STANDARD_INPUT, 0, 0));
        for (GuestOutput.Stream stream : GuestOutput.Stream.values()) {
            initial.add(
                    new Descriptor(
                            new Descriptor.StandardOutput(stream), Rights.STANDARD_OUTPUT, 0, 0));
        }
        for (GrantedDirectory directory : directories) {
            initial.add(
                    new Descriptor(
                            new Descriptor.Directory(directory, List.of(), true),
                            Rights.ofDirectory(directory),
                            Rights.inheritedFrom(directory),
                            0));
        }
        slots = initial.toArray(new Descriptor[initial.size() + MAX_OPENED]);
    }

    Descriptor get(int number) throws ErrnoException {
        Descriptor descriptor = number >= 0 && number < slots.length ? slots[number] : null;
        if (descriptor == null) {
            throw Errno.BADF.exception();
        }
        return descriptor;
    }

    Descriptor get(int number, long rights) throws ErrnoException {
        Descriptor descriptor = get(number);
        descriptor.require(rights);
        return descriptor;
    }

    /** Fails when no number is free; to be asked before something is opened for it. */
    void requireRoom() throws ErrnoException {
        if (firstFree() == slots.length) {
            throw Errno.MFILE.exception();
        }
    }

    /** Gives the descriptor the lowest free number. */
    int add(Descriptor descriptor) throws ErrnoException {
        requireRoom();
        int number = firstFree();
        slots[number] = descriptor;
        return number;
    }

    private int firstFree() {
        int number = 0;
        while (number < slots.length && slots[number] != null) {
            number++;
        }
        return number;
    }

    void close(int number) throws ErrnoException, IOException {
        Descriptor closed = get(number);
        slots[number] = null;
        release(closed);
    }

    /** Moves a descriptor to a number that is open too, and closes what was there. */
    void renumber(int from, int to) throws ErrnoException, IOException {
        Descriptor moved = get(from);
        Descriptor replaced = get(to);
        if (from != to) {
            slots[to] = moved;
            slots[from] = null;
            release(replaced);
        }
    }

    private static void release(@Nullable Descriptor descriptor) throws IOException {
        if (descriptor != null
                && descriptor.target() instanceof Descriptor.RegularFile regularFile) {
            regularFile.file().release();
        }
    }

    private void releaseAll() {
        for (Descriptor descriptor : slots) {
            try {
                release(descriptor);
            } catch (IOException e) {
                // Nobody is left to be told: the guest that opened the file did not close it.
            }
        }
    }

    /** A copy of all descriptors. The files among them stay open until {@link #closeAll}. */
    Object captureState() {
        for (Descriptor descriptor : slots) {
            if (descriptor != null
                    && descriptor.target() instanceof Descriptor.RegularFile regularFile) {
                regularFile.file().retain();
                retained.add(regularFile.file());
            }
        }
        return new State(copies(slots));
    }

    /** Puts all descriptors back and closes the files that were opened since. */
    void restoreState(Object state) {
        releaseAll();
        Descriptor[] captured = copies(((State) state).slots);
        System.arraycopy(captured, 0, slots, 0, slots.length);
    }

    private static @Nullable Descriptor[] copies(@Nullable Descriptor[] descriptors) {
        Descriptor[] copies = Arrays.copyOf(descriptors, descriptors.length);
        for (int i = 0; i < copies.length; i++) {
            if (copies[i] != null) {
                copies[i] = copies[i].copy();
            }
        }
        return copies;
    }

    /** Closes every file, also those of snapshots. */
    void closeAll() {
        releaseAll();
        for (OpenFile file : retained) {
            try {
                file.close();
            } catch (IOException e) {
                // As above; and the others must be closed all the same.
            }
        }
        Arrays.fill(slots, null);
    }

    private static final class State {
        private final @Nullable Descriptor[] slots;

        State(@Nullable Descriptor[] slots) {
            this.slots = slots;
        }
    }
}
