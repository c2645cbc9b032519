/** Topics as a command reads and writes them. */
@NullMarked
package org.yamori.cli.topic;

import org.jspecify.annotations.NullMarked;
