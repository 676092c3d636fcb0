package io.github.flinkwasm.internal.runtime;

import java.util.Arrays;

/**
 * The blocks that are open at one place of a function, and the height of its operand stack there.
 * Whether the code is valid is not checked: in a function that is not, the height is any number.
 */
final class BlockStack {
    static final int MAX_NESTING = 10_000;

    /** Block types that are no index of a function type: none, and the one-byte value types. */
    private static final int EMPTY = 0x40;

    private static final int LAST_VALUE_TYPE = 0x7F;

    private final Signatures signatures;

    /** How many blocks are open, the function's own apart; negative when that is closed too. */
    private int depth;

    private int height;

    /** Code after an unconditional branch is never compiled; it leaves the height alone. */
    private boolean reachable;

    private Block[] blocks = {new Block()};

    private static final class Block {
        private int heightBefore;
        private int parameters;
        private int results;
        private int children;
        private boolean loop;
        private boolean reachable;
    }

    BlockStack(Signatures signatures) {
        this.signatures = signatures;
    }

    /** Begins a function or an expression. */
    void reset() {
        depth = 0;
        height = 0;
        reachable = true;
        blocks[0].children = 0;
    }

    boolean isOpen() {
        return depth >= 0;
    }

    int height() {
        return Math.max(0, height);
    }

    void change(int effect) {
        if (reachable) {
            height += effect;
        }
    }

    /** The rest of the block is reached by branches only. */
    void endOfReachable() {
        reachable = false;
    }

    /** Opens a block; returns false if there are too many inside each other. */
    boolean open(long type, boolean loop) {
        if (depth == MAX_NESTING) {
            return false;
        }
        blocks[depth].children++;
        depth++;
        if (depth == blocks.length) {
            blocks = Arrays.copyOf(blocks, 2 * depth);
        }
        if (blocks[depth] == null) {
            blocks[depth] = new Block();
        }
        Block block = blocks[depth];
        boolean indexed = type < EMPTY || type > LAST_VALUE_TYPE;
        block.parameters = indexed ? signatures.parameters(type) : 0;
        block.results = indexed ? signatures.results(type) : type == EMPTY ? 0 : 1;
        block.heightBefore = height - block.parameters;
        block.children = 0;
        block.loop = loop;
        block.reachable = reachable;
        return true;
    }

    /** The second half of an {@code if} begins. */
    void reopen() {
        Block block = blocks[depth];
        reachable = depth == 0 || block.reachable;
        height = block.heightBefore + block.parameters;
    }

    /**
     * Closes the innermost block.
     *
     * @return for a loop, how many blocks were opened so far beside it, itself included; else 0
     */
    int close() {
        Block block = blocks[depth];
        depth--;
        if (depth < 0) {
            return 0;
        }
        reachable = block.reachable;
        height = block.heightBefore + block.results;
        return block.loop ? blocks[depth].children : 0;
    }
}
