package dev.headway.compat;

import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import javax.net.ssl.SSLContext;

import org.apache.hc.client5.http.async.methods.SimpleHttpRequest;
import org.apache.hc.client5.http.async.methods.SimpleHttpResponse;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.client5.http.ssl.ClientTlsStrategyBuilder;
import org.apache.hc.core5.http.ContentType;

/** One HTTP/2 connection: negotiated with TLS, otherwise with prior knowledge. */
final class Http2Client implements Client {

	private static final int PATIENCE_SECONDS = 30;

	private final CloseableHttpAsyncClient client;

	private final URI server;

	/**
	 * Prepares a connection.
	 * @param server the base of all paths
	 * @param trust trusts the server
	 */
	Http2Client(URI server, SSLContext trust) {
		this.server = server;
		this.client = HttpAsyncClients.customHttp2()
			.setTlsStrategy(ClientTlsStrategyBuilder.create().setSslContext(trust).buildAsync())
			.disableAutomaticRetries()
			.disableCookieManagement()
			.disableRedirectHandling()
			.build();
		this.client.start();
	}

	@Override
	public Response send(Request request) throws IOException {
		SimpleHttpRequest message = SimpleHttpRequest.create(request.method(),
				URI.create(this.server + request.path()));
		ContentType type = null;
		for (int i = 0; i < request.headers().size(); i += 2) {
			if (request.headers().get(i).equals("Content-Type")) {
				type = ContentType.parse(request.headers().get(i + 1));
			}
			else {
				message.addHeader(request.headers().get(i), request.headers().get(i + 1));
			}
		}
		if (request.body().length > 0) {
			message.setBody(request.body(), type);
		}
		try {
			return response(this.client.execute(message, null).get(PATIENCE_SECONDS, TimeUnit.SECONDS));
		}
		catch (ExecutionException | TimeoutException | InterruptedException ex) {
			throw new IOException(ex);
		}
	}

	private static Response response(SimpleHttpResponse message) {
		byte[] body = message.getBodyBytes();
		return new Response(message.getCode(),
				Arrays.stream(message.getHeaders())
					.map((header) -> header.getName().toLowerCase(Locale.ROOT) + ": " + header.getValue())
					.toList(),
				(body != null) ? body : new byte[0]);
	}

	@Override
	public void close() throws IOException {
		this.client.close();
	}

}
