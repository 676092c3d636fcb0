package io.github.flinkwasm.internal.abi;

/**
 * What a returned record may have.
 *
 * @param maxBytes bytes of the record
 * @param maxNestingDepth objects and arrays open at once
 * @param maxNumberLength characters of one JSON number
 */
public record ResultLimits(int maxBytes, int maxNestingDepth, int maxNumberLength) {}
