package dev.headway.attack;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

import dev.headway.foreign.ForeignServer;
import dev.headway.testing.Http2Connection;

/**
 * The address of a server, and how to connect.
 *
 * @param uri ends with {@code /}
 * @param trust trusts the server, if it serves over TLS
 */
record ServerAddress(URI uri, SSLContext trust) {

	static ServerAddress of(ForeignServer server) {
		return new ServerAddress(server.address(), server.trust());
	}

	boolean isSecure() {
		return this.uri.getScheme().equals("https");
	}

	/** Connects, with a receive buffer of at most so many bytes. */
	Socket connect(int receiveBuffer) throws IOException {
		Socket socket = new Socket();
		socket.setReceiveBufferSize(receiveBuffer);
		socket.setTcpNoDelay(true);
		socket.setSoTimeout((int) Attackers.PATIENCE.toMillis());
		socket.connect(new InetSocketAddress(this.uri.getHost(), this.uri.getPort()));
		return socket;
	}

	/** Does the TLS handshake, if the server uses TLS, and negotiates a protocol. */
	Socket secure(Socket transport, String protocol) throws IOException {
		if (!isSecure()) {
			return transport;
		}
		SSLSocket socket = (SSLSocket) this.trust.getSocketFactory()
			.createSocket(transport, this.uri.getHost(), this.uri.getPort(), true);
		SSLParameters parameters = socket.getSSLParameters();
		parameters.setApplicationProtocols(new String[] { protocol });
		socket.setSSLParameters(parameters);
		try {
			socket.startHandshake();
			return socket;
		}
		catch (IOException ex) {
			socket.close();
			throw ex;
		}
	}

	/** Connects for HTTP/2, with prior knowledge or negotiated in the handshake. */
	Http2Connection connectHttp2() throws IOException {
		return Http2Connection.over(secure(connect(65_536), "h2"));
	}

	/** A client that keeps its connections. */
	HttpClient client(HttpClient.Version version) {
		return HttpClient.newBuilder()
			.version(version)
			.sslContext(this.trust)
			.connectTimeout(Attackers.PATIENCE)
			.build();
	}

}
