/** What an installation needs of a broker: topics, and who may do what. */
@NullMarked
package org.yamori.cli.broker;

import org.jspecify.annotations.NullMarked;
