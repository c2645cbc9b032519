package org.yamori.console;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which Host headers are answered. A name that its owner can point at this machine is not among them, so no web page of
 * a stranger can read this one through the visitor's browser.
 *
 * @param listen the address the server was told to listen at
 */
record HostRule(String listen) {
    private static final String IPV4 = "[0-9]{1,3}([.][0-9]{1,3}){3}";
    private static final String IPV6 = "\\[[0-9a-f:.]+]";

    boolean allows(@Nullable String header) {
        if (header == null) {
            return false;
        }
        String host = header.toLowerCase(Locale.ROOT).replaceFirst(":[0-9]{1,5}$", "");
        return host.equals("localhost")
                || host.equals(listen.toLowerCase(Locale.ROOT))
                || host.matches(IPV4)
                || host.matches(IPV6);
    }
}
