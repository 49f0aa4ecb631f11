package dev.headway.tomcat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

import org.apache.tomcat.util.net.SocketBufferHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Between real sockets; the buffer takes eight bytes. */
@Timeout(60)
class ReadSkippingChannelTests {

	@AutoClose
	private final LingeringClose lingering = LingeringClose.start("test-closer");

	private final ReadSkippingChannel channel = new ReadSkippingChannel(new SocketBufferHandler(8, 8, false),
			this.lingering);

	private Socket client;

	private SocketChannel accepted;

	ReadSkippingChannelTests() throws IOException {
	}

	@BeforeEach
	void connect() throws IOException {
		try (ServerSocketChannel server = ServerSocketChannel.open()) {
			server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
			InetSocketAddress address = (InetSocketAddress) server.getLocalAddress();
			this.client = new Socket(address.getAddress(), address.getPort());
			this.client.setTcpNoDelay(true);
			this.accepted = server.accept();
			this.accepted.configureBlocking(false);
			this.channel.reset(this.accepted, null);
		}
	}

	@AfterEach
	void close() throws IOException {
		this.client.close();
		this.accepted.close();
	}

	@Test
	void saysOnceThatNothingIsThereAfterAnAnswer() throws IOException {
		send("ask");
		assertThat(readSome()).isEqualTo("ask");
		answer();
		send("next");
		assertThat(read()).isEmpty();
		assertThat(readSome()).isEqualTo("next");
	}

	@Test
	void asksAgainBeforeTheAnswer() throws IOException {
		send("head");
		assertThat(readSome()).isEqualTo("head");
		send("body");
		await().untilAsserted(() -> assertThat(read()).isEqualTo("body"));
	}

	@Test
	void asksAgainIfTheBufferWasFull() throws IOException {
		send("ask twice");
		assertThat(readSome()).isEqualTo("ask twic");
		answer();
		assertThat(read()).isEqualTo("e");
	}

	@Test
	void asksAgainOnTheNextConnection() throws IOException {
		send("ask");
		assertThat(readSome()).isEqualTo("ask");
		answer();
		this.channel.reset(this.accepted, null);
		send("new");
		await().untilAsserted(() -> assertThat(read()).isEqualTo("new"));
	}

	private void send(String text) throws IOException {
		OutputStream out = this.client.getOutputStream();
		out.write(text.getBytes(StandardCharsets.US_ASCII));
	}

	private void answer() throws IOException {
		ByteBuffer bytes = ByteBuffer.wrap(new byte[] { '.' });
		assertThat(this.channel.write(bytes)).isEqualTo(1);
	}

	/** Waits for bytes on their way, and reads them. */
	private String readSome() {
		return await().until(this::read, (text) -> !text.isEmpty());
	}

	private String read() throws IOException {
		ByteBuffer buffer = ByteBuffer.allocate(8);
		assertThat(this.channel.read(buffer)).isEqualTo(buffer.position());
		return new String(buffer.array(), 0, buffer.position(), StandardCharsets.US_ASCII);
	}

}
