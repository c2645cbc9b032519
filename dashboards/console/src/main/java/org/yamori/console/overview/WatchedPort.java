package org.yamori.console.overview;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The ports that always have a place on the page: where the worms of the last ten years knocked first. */
public enum WatchedPort {
    TELNET("tcp/23", "telnet"),
    TELNET_ALTERNATIVE("tcp/2323", "telnet, alternative"),
    ROUTER_MANAGEMENT("tcp/7547", "tr-069"),
    ANDROID_DEBUG("tcp/5555", "adb, tr-064"),
    SSH("tcp/22", "ssh"),
    SMB("tcp/445", "smb"),
    REMOTE_DESKTOP("tcp/3389", "rdp"),
    HTTP("tcp/80", "http");

    private final String key;
    private final String service;

    WatchedPort(String key, String service) {
        this.key = key;
        this.service = service;
    }

    public String key() {
        return key;
    }

    public String service() {
        return service;
    }

    public static List<String> keys() {
        return Arrays.stream(values()).map(WatchedPort::key).toList();
    }

    /** The service of a port, or the empty text for one that is not watched here. */
    public static String serviceOf(String key) {
        Optional<WatchedPort> found =
                Arrays.stream(values()).filter(port -> port.key.equals(key)).findFirst();
        return found.map(WatchedPort::service).orElse("");
    }
}
