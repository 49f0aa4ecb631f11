import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.catalina.Context;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;

/**
 * What Tomcat itself can do: one servlet that writes the same bytes with the same headers,
 * on as many threads, and otherwise Tomcat's defaults. Arguments: port, directory of the
 * pages, threads.
 */
public final class Bare {

	public static void main(String[] args) throws Exception {
		byte[] hello = Files.readAllBytes(Path.of(args[1], "hello.html"));
		byte[] missing = Files.readAllBytes(Path.of(args[1], "404.html"));
		Tomcat tomcat = new Tomcat();
		tomcat.setBaseDir(Files.createTempDirectory("bare").toString());
		Connector connector = new Connector();
		connector.setPort(Integer.parseInt(args[0]));
		connector.setProperty("address", "127.0.0.1");
		connector.setProperty("maxThreads", args[2]);
		connector.setProperty("minSpareThreads", args[2]);
		tomcat.setConnector(connector);
		Context context = tomcat.addContext("", null);
		Tomcat.addServlet(context, "pages", new Pages(hello, missing));
		context.addServletMappingDecoded("/*", "pages");
		tomcat.start();
		tomcat.getServer().await();
	}

	private static final class Pages extends HttpServlet {

		private static final String TAG = "\"0123456789abcdef\"";

		private static final String POLICY = "default-src 'none'; style-src 'sha256-rb9U41wGgQjIKI5wEyLKCwdvyX5LEzRbClYP4RDITIs='; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

		private final transient byte[] hello;

		private final transient byte[] missing;

		Pages(byte[] hello, byte[] missing) {
			this.hello = hello;
			this.missing = missing;
		}

		@Override
		protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
			boolean found = request.getRequestURI().equals("/");
			if (found) {
				response.setHeader("ETag", TAG);
				if (TAG.equals(request.getHeader("If-None-Match"))) {
					response.setStatus(304);
					return;
				}
			}
			byte[] page = found ? this.hello : this.missing;
			response.setStatus(found ? 200 : 404);
			response.setContentType("text/html;charset=UTF-8");
			response.setContentLength(page.length);
			response.setHeader("Cache-Control", "no-cache");
			response.setHeader("X-Content-Type-Options", "nosniff");
			response.setHeader("Content-Security-Policy", POLICY);
			response.getOutputStream().write(page);
		}

	}

}
