package dev.headway.compat;

import java.io.IOException;

/** Sends requests of one protocol. For one thread. */
interface Client extends AutoCloseable {

	Response send(Request request) throws IOException;

	@Override
	void close() throws IOException;

}
