/** Which program or malware sent it: Mirai of both versions, ZMap, Masscan, Nmap, and unknown ones by their SYNs. */
@NullMarked
package org.yamori.jobs.detect.fingerprint;

import org.jspecify.annotations.NullMarked;
