package org.yamori.sensor.live;

import com.sun.jna.LastErrorException;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import org.jspecify.annotations.Nullable;

/** The functions of the C library that are called, under their own names. */
final class LibC {
    static {
        Native.register(LibC.class, "c");
    }

    private LibC() {}

    static native @Nullable Pointer fmemopen(Pointer buffer, NativeLong bytes, String mode);

    static native void rewind(Pointer file);

    static native int poll(Pointer descriptors, NativeLong count, int millis);

    static native int if_nametoindex(String name);

    static native int geteuid();

    static native @Nullable Pointer getpwnam(String user);

    static native int setgroups(NativeLong count, @Nullable Pointer groups) throws LastErrorException;

    static native int setgid(int group) throws LastErrorException;

    static native int setuid(int user) throws LastErrorException;
}
