package dev.headway.tomcat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A channel to a client that remembers what its connection has done. */
interface ClientChannel {

	/** The first bytes of each response. */
	byte[] BEGINNING = "HTTP/1.".getBytes(StandardCharsets.US_ASCII);

	/** The state of the connection that has the channel at present. */
	ConnectionState state();

	/** Writes bytes as they are. */
	int writeThrough(ByteBuffer buffer) throws IOException;

	/**
	 * Reads, and remembers how much has come, or that the client has left.
	 * @return how many bytes have come; -1 if the client has closed its half
	 */
	default long receive(Input input) throws IOException {
		try {
			long read = input.read();
			state().received((int) read);
			return read;
		}
		catch (IOException ex) {
			state().failed();
			throw ex;
		}
	}

	/**
	 * Sends one byte of the next response ahead, if one of the {@link #BEGINNING} is left
	 * and the socket takes it.
	 * @throws IOException if the client has left
	 */
	default void sendAhead() throws IOException {
		int sent = state().bytesSentAhead();
		if (sent < BEGINNING.length && writeThrough(ByteBuffer.wrap(BEGINNING, sent, 1)) == 1) {
			state().sentAhead();
		}
	}

	/** Writes a part of a response, without the bytes that were sent ahead. */
	default int writeRest(ByteBuffer buffer) throws IOException {
		int skipped = Math.min(state().bytesSentAhead(), buffer.remaining());
		if (skipped == 0) {
			return writeThrough(buffer);
		}
		state().takeSentAhead();
		buffer.position(buffer.position() + skipped);
		return skipped + (buffer.hasRemaining() ? writeThrough(buffer) : 0);
	}

	/** What a channel reads from. */
	interface Input {

		long read() throws IOException;

	}

}
