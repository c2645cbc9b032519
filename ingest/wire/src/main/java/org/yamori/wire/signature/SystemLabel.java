package org.yamori.wire.signature;

import java.io.Serializable;

/**
 * What a database calls those who send a signature.
 *
 * @param generic the signature fits many versions; a specific one is preferred
 * @param kind class of systems such as {@code unix} or {@code win}; {@code !} for a program that makes packets itself
 * @param name such as {@code Linux}
 * @param flavour such as {@code 3.11 and newer}, or empty
 */
public record SystemLabel(boolean generic, String kind, String name, String flavour) implements Serializable {
    static final String TOOL = "!";

    /** Whether it names a program, which says nothing of the system it runs on. */
    public boolean isTool() {
        return kind.equals(TOOL);
    }

    /** Name and flavour. */
    public String text() {
        return flavour.isEmpty() ? name : name + " " + flavour;
    }
}
