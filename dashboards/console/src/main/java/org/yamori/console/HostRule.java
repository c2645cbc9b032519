package org.yamori.console;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yamori.console.alerts.AlertAddress;

/**
 * Which Host headers are answered. A name that its owner can point at this machine is not among them, so no web page of
 * a stranger can read this one through the visitor's browser.
 *
 * @param listen the address the server was told to listen at
 * @param publicNames names under which contacts of organisations ask: they get the pages of alerts and nothing else
 */
record HostRule(String listen, Set<String> publicNames) {
    private static final String IPV4 = "[0-9]{1,3}([.][0-9]{1,3}){3}";
    private static final String IPV6 = "\\[[0-9a-f:.]+]";
    private static final String STYLE = "/console.css";

    boolean allows(@Nullable String header, String path) {
        if (header == null) {
            return false;
        }
        String host = name(header);
        return isOwn(host, listen)
                || (publicNames.contains(host) && (path.startsWith(AlertAddress.ROOT) || path.equals(STYLE)));
    }

    /** Whether everything is answered under this name. */
    static boolean isOwn(String host, String listen) {
        return host.equals("localhost")
                || host.equals(listen.toLowerCase(Locale.ROOT))
                || host.matches(IPV4)
                || host.matches(IPV6);
    }

    /** The name in a header, without port. */
    static String name(String header) {
        return header.toLowerCase(Locale.ROOT).replaceFirst(":[0-9]{1,5}$", "");
    }
}
