package org.yamori.wire.signature;

/**
 * Who sends such a SYN.
 *
 * @param fuzzy it only resembles the signature: another TTL, or quirks that networks add or remove
 */
public record SystemMatch(SystemLabel label, boolean fuzzy) {}
