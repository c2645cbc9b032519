package org.yamori.sensor.live;

import com.sun.jna.Memory;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import org.yamori.sensor.parse.LinkType;

/**
 * An interface that is open for capture. One thread may use it.
 *
 * <p>Packets are handed over in bulk: libpcap itself appends them, each behind a header of 16 bytes, to a stream that
 * lies in memory, so that there is one call from Java for some hundred packets, and nothing is allocated.
 */
final class CaptureHandle implements AutoCloseable {
    /** What one call may deliver. */
    static final int DUMP_BYTES = 1 << 20;

    /** Seconds, microseconds, captured and original length, 32 bits each, in the machine's order. */
    static final int RECORD_HEADER_BYTES = 16;

    /** How long the kernel keeps a packet back to hand over many at once. */
    private static final int GATHER_MILLIS = 50;

    private static final int MOST_PACKETS = 4096;
    private static final int POLL_IN = 1;

    final String name;
    final int interfaceIndex;
    final int linkType;
    private final Pointer handle;
    private final Pointer file;
    private final Pointer dump;
    private final Memory dumped = new Memory(DUMP_BYTES + 1);
    private final ByteBuffer dumpedBytes = dumped.getByteBuffer(0, DUMP_BYTES);
    private final Memory descriptor = new Memory(8);
    private final Memory counts = new Memory(32);
    private final Pointer dumper = LibPcap.dumper();
    private final int packetsPerCall;
    private int length;
    private long kernelDropped;
    private int lastDropped;

    private CaptureHandle(String name, int interfaceIndex, Pointer handle, CaptureOptions options)
            throws LiveException {
        this.name = name;
        this.interfaceIndex = interfaceIndex;
        this.handle = handle;
        byte[] error = new byte[LibPcap.ERROR_BYTES];
        setFilter(options.filter());
        linkType = LibPcap.pcap_datalink(handle);
        if (!LinkType.isRead(linkType)) {
            throw new LiveException("interface " + name + " has link type " + linkType + ", which is not read");
        }
        if (LibPcap.pcap_setnonblock(handle, 1, error) != 0) {
            throw new LiveException("interface " + name + ": " + LibPcap.text(error));
        }
        descriptor.setInt(0, LibPcap.pcap_get_selectable_fd(handle));
        descriptor.setInt(4, POLL_IN);
        packetsPerCall = Math.min(MOST_PACKETS, DUMP_BYTES / (options.snapLength() + RECORD_HEADER_BYTES));
        Pointer opened = LibC.fmemopen(dumped, new NativeLong(DUMP_BYTES + 1), "w");
        Pointer dumping = opened == null ? null : LibPcap.pcap_dump_fopen(handle, opened);
        if (opened == null || dumping == null) {
            throw new LiveException(
                    "interface " + name + ": no memory for its packets: " + LibPcap.pcap_geterr(handle));
        }
        file = opened;
        dump = dumping;
    }

    /** Opens an interface, or says why it cannot be and what helps. */
    static CaptureHandle open(String name, CaptureOptions options) throws LiveException {
        LibPcap.load();
        int index = Interfaces.index(name);
        byte[] error = new byte[LibPcap.ERROR_BYTES];
        Pointer handle = LibPcap.pcap_create(name, error);
        if (handle == null) {
            throw new LiveException("interface " + name + ": " + LibPcap.text(error));
        }
        try {
            LibPcap.pcap_set_snaplen(handle, options.snapLength());
            LibPcap.pcap_set_promisc(handle, options.promiscuous() ? 1 : 0);
            LibPcap.pcap_set_timeout(handle, GATHER_MILLIS);
            LibPcap.pcap_set_buffer_size(handle, options.bufferMebibytes() << 20);
            int status = LibPcap.pcap_activate(handle);
            if (status < 0) {
                throw refused(name, status, LibPcap.pcap_geterr(handle));
            }
            return new CaptureHandle(name, index, handle, options);
        } catch (LiveException refused) {
            LibPcap.pcap_close(handle);
            throw refused;
        }
    }

    private static LiveException refused(String name, int status, String words) {
        String why = words.isEmpty() ? LibPcap.pcap_statustostr(status) : words;
        return new LiveException(
                switch (status) {
                    case LibPcap.ERROR_NO_SUCH_DEVICE ->
                        "there is no interface '" + name + "' (libpcap: " + why + "); there are " + Interfaces.names();
                    case LibPcap.ERROR_PERMISSION_DENIED, LibPcap.ERROR_PROMISCUOUS_DENIED ->
                        "interface " + name + " may not be captured from by this user (libpcap: " + why
                                + "); run as root, for example with sudo and --run-as, or give the right alone:"
                                + " setcap cap_net_raw+ep on the java program, or setpriv --ambient-caps +net_raw";
                    case LibPcap.ERROR_INTERFACE_NOT_UP ->
                        "interface " + name + " is down (libpcap: " + why + "); ip link set " + name + " up";
                    default -> "interface " + name + " cannot be captured from (libpcap: " + why + ")";
                });
    }

    private void setFilter(String expression) throws LiveException {
        if (expression.isEmpty()) {
            return;
        }
        // unsigned int and a pointer: 16 bytes at most
        try (Memory program = new Memory(16)) {
            if (LibPcap.pcap_compile(handle, program, expression, 1, LibPcap.NETMASK_UNKNOWN) != 0) {
                throw new LiveException("--filter '" + expression + "' is no filter for interface " + name
                        + " (libpcap: " + LibPcap.pcap_geterr(handle) + ")");
            }
            int set = LibPcap.pcap_setfilter(handle, program);
            LibPcap.pcap_freecode(program);
            if (set != 0) {
                throw new LiveException("--filter '" + expression + "' was not taken for interface " + name
                        + " (libpcap: " + LibPcap.pcap_geterr(handle) + ")");
            }
        }
    }

    /**
     * Takes what has arrived, up to some hundred packets, without waiting; {@link #copy} gives their bytes.
     *
     * @return the number of packets
     * @throws LiveException the interface went away
     */
    int read() throws LiveException {
        LibC.rewind(file);
        int packets = LibPcap.pcap_dispatch(handle, packetsPerCall, dumper, dump);
        if (packets < 0) {
            length = 0;
            throw new LiveException(LibPcap.pcap_geterr(handle));
        }
        if (packets == 0) {
            length = 0;
            return 0;
        }
        LibPcap.pcap_dump_flush(dump);
        length = LibPcap.pcap_dump_ftell(dump).intValue();
        return packets;
    }

    /** Bytes that the last {@link #read} delivered. */
    int length() {
        return length;
    }

    void copy(byte[] to, int at) {
        dumpedBytes.position(0);
        dumpedBytes.get(to, at, length);
    }

    /** Returns when a packet is there, or the interface went away, or the time is over. */
    void await(int millis) {
        LibC.poll(descriptor, new NativeLong(1), millis);
    }

    /** Packets that kernel and network card dropped since this was opened. */
    long kernelDropped() {
        if (LibPcap.pcap_stats(handle, counts) == 0) {
            // Counters of 32 bits, which wrap.
            int dropped = counts.getInt(4) + counts.getInt(8);
            kernelDropped += (dropped - lastDropped) & 0xffff_ffffL;
            lastDropped = dropped;
        }
        return kernelDropped;
    }

    @Override
    public void close() {
        LibPcap.pcap_dump_close(dump);
        LibPcap.pcap_close(handle);
        descriptor.close();
        counts.close();
        dumped.close();
    }
}
