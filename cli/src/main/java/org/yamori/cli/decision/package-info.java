/** What people decide about findings: read from the topics of findings and decisions, and written down. */
@NullMarked
package org.yamori.cli.decision;

import org.jspecify.annotations.NullMarked;
