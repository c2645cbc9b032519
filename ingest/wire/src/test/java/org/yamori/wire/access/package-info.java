@NullMarked
package org.yamori.wire.access;

import org.jspecify.annotations.NullMarked;
