package org.yamori.sensor.live;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The functions of libpcap that are called, under their own names, as pcap(3PCAP) describes them. */
final class LibPcap {
    static final int ERROR_BYTES = 256;

    static final int ERROR_NO_SUCH_DEVICE = -5;
    static final int ERROR_PERMISSION_DENIED = -8;
    static final int ERROR_INTERFACE_NOT_UP = -9;
    static final int ERROR_PROMISCUOUS_DENIED = -11;

    /** Takes the place of the network mask where a filter needs none. */
    static final int NETMASK_UNKNOWN = -1;

    /** The Debian package's name first, then the one that others give it. */
    private static final List<String> NAMES = List.of("libpcap.so.0.8", "libpcap.so.1");

    private static @Nullable NativeLibrary library;

    private LibPcap() {}

    /** Loads the library, or says what to install. */
    static synchronized void load() throws LiveException {
        for (String name : NAMES) {
            if (library != null) {
                return;
            }
            try {
                NativeLibrary found = NativeLibrary.getInstance(name);
                Native.register(LibPcap.class, found);
                library = found;
            } catch (UnsatisfiedLinkError missing) {
                // said below
            }
        }
        if (library == null) {
            throw new LiveException("live capture needs libpcap, of which there is neither "
                    + String.join(" nor ", NAMES) + " here; on Debian: apt-get install libpcap0.8");
        }
    }

    /** The function that appends a packet to an open dump, to be called by libpcap itself. */
    static Pointer dumper() {
        NativeLibrary loaded = library;
        if (loaded == null) {
            throw new IllegalStateException("libpcap is not loaded");
        }
        return loaded.getFunction("pcap_dump");
    }

    static String text(byte[] error) {
        int end = 0;
        while (end < error.length && error[end] != 0) {
            end++;
        }
        return new String(error, 0, end, StandardCharsets.UTF_8);
    }

    static native @Nullable Pointer pcap_create(String device, byte[] error);

    static native int pcap_set_snaplen(Pointer handle, int bytes);

    static native int pcap_set_promisc(Pointer handle, int wanted);

    static native int pcap_set_timeout(Pointer handle, int millis);

    static native int pcap_set_buffer_size(Pointer handle, int bytes);

    static native int pcap_activate(Pointer handle);

    static native int pcap_setnonblock(Pointer handle, int wanted, byte[] error);

    static native int pcap_get_selectable_fd(Pointer handle);

    static native int pcap_datalink(Pointer handle);

    static native int pcap_compile(Pointer handle, Pointer program, String expression, int optimize, int netmask);

    static native int pcap_setfilter(Pointer handle, Pointer program);

    static native void pcap_freecode(Pointer program);

    static native int pcap_dispatch(Pointer handle, int most, Pointer callback, Pointer argument);

    static native int pcap_stats(Pointer handle, Pointer counts);

    static native String pcap_geterr(Pointer handle);

    static native String pcap_statustostr(int error);

    static native void pcap_close(Pointer handle);

    static native @Nullable Pointer pcap_dump_fopen(Pointer handle, Pointer file);

    static native int pcap_dump_flush(Pointer dump);

    static native NativeLong pcap_dump_ftell(Pointer dump);

    static native void pcap_dump_close(Pointer dump);
}
