package org.yamori.sensor.live;

/**
 * How packets are taken from an interface.
 *
 * @param filter a BPF expression as tcpdump takes it; empty for every packet
 * @param promiscuous whether frames for other stations are taken too
 * @param snapLength bytes of a packet that are kept
 * @param bufferMebibytes the kernel's buffer, for each interface
 * @param queueMebibytes packets that wait to be read, in this program, of all interfaces together
 */
public record CaptureOptions(
        String filter, boolean promiscuous, int snapLength, int bufferMebibytes, int queueMebibytes) {
    /** Everything an Ethernet frame of 1,500 bytes holds, with room for tunnels. */
    public static final int DEFAULT_SNAP_LENGTH = 2048;

    public static final int DEFAULT_BUFFER_MEBIBYTES = 64;
    public static final int DEFAULT_QUEUE_MEBIBYTES = 64;

    private static final int LEAST_SNAP_LENGTH = 64;
    private static final int MOST_SNAP_LENGTH = 262_144;
    private static final int MOST_MEBIBYTES = 1024;

    public CaptureOptions {
        require("a snap length", "bytes", snapLength, LEAST_SNAP_LENGTH, MOST_SNAP_LENGTH);
        require("a capture buffer", "MiB", bufferMebibytes, 1, MOST_MEBIBYTES);
        require("a queue of packets", "MiB", queueMebibytes, 4, MOST_MEBIBYTES);
    }

    private static void require(String what, String unit, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(what + " is " + least + " to " + most + " " + unit + ", was " + value);
        }
    }
}
