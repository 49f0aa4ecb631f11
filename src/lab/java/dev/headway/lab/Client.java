package dev.headway.lab;

import java.net.URI;
import java.util.function.IntConsumer;

import org.apache.hc.client5.http.async.methods.SimpleHttpRequest;
import org.apache.hc.client5.http.async.methods.SimpleHttpResponse;
import org.apache.hc.client5.http.async.methods.SimpleRequestBuilder;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;

/**
 * Sends requests to one server, on a given number of connections, without a thread for
 * each, so that the client itself isn't the bottleneck.
 */
final class Client implements AutoCloseable {

	private final CloseableHttpAsyncClient client;

	private final URI address;

	Client(URI address, int connections) {
		this.address = address;
		this.client = HttpAsyncClients.custom()
			.setConnectionManager(PoolingAsyncClientConnectionManagerBuilder.create()
				.setMaxConnPerRoute(connections)
				.setMaxConnTotal(connections)
				// a shorter timeout would hide long waits
				.setDefaultConnectionConfig(ConnectionConfig.custom()
					.setConnectTimeout(Timeout.DISABLED)
					.setSocketTimeout(Timeout.DISABLED)
					.build())
				.build())
			// a refusal is an answer
			.disableAutomaticRetries()
			.disableCookieManagement()
			// it is closed with requests in progress, which isn't worth a report
			.setIoReactorExceptionCallback((ex) -> {
			})
			.build();
		this.client.start();
	}

	/**
	 * Requests a page.
	 * @param answered gets the status when the whole answer has arrived
	 * @param failed runs if there will be no answer
	 */
	void get(String path, IntConsumer answered, Runnable failed) {
		SimpleHttpRequest request = SimpleRequestBuilder.get(this.address.resolve(path)).build();
		this.client.execute(request, new FutureCallback<SimpleHttpResponse>() {

			@Override
			public void completed(SimpleHttpResponse response) {
				answered.accept(response.getCode());
			}

			@Override
			public void failed(Exception ex) {
				failed.run();
			}

			@Override
			public void cancelled() {
				failed.run();
			}

		});
	}

	@Override
	public void close() {
		this.client.close(CloseMode.IMMEDIATE);
	}

}
