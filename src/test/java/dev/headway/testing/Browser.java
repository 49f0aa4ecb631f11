package dev.headway.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

import org.springframework.util.FileSystemUtils;

/** The installed Chromium, one for all tests of a class. */
public final class Browser implements BeforeAllCallback, AfterAllCallback {

	private static final int WIDTH = 1280;

	private static final int HEIGHT = 900;

	/**
	 * It warns of developer tools for which it has no classes; the tests don't use them.
	 */
	private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium");

	// Mutable state, written before and after all tests

	private Path profile;

	private ChromeDriver driver;

	@Override
	public void beforeAll(ExtensionContext context) throws IOException {
		// with both paths set, Selenium doesn't search or download anything
		Path program = Tool.require("chromium");
		Path driverProgram = Tool.require("chromedriver");
		this.profile = Files.createTempDirectory("headway-browser");
		SELENIUM.setLevel(Level.SEVERE);
		ChromeDriverService service = new ChromeDriverService.Builder().usingDriverExecutable(driverProgram.toFile())
			.usingAnyFreePort()
			.build();
		this.driver = new ChromeDriver(service, options(program, this.profile));
	}

	private static ChromeOptions options(Path program, Path profile) {
		ChromeOptions options = new ChromeOptions();
		options.setBinary(program.toFile());
		options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic",
				"--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking",
				"--disable-component-update", "--disable-sync", "--hide-scrollbars", "--user-data-dir=" + profile);
		LoggingPreferences logs = new LoggingPreferences();
		logs.enable(LogType.BROWSER, Level.ALL);
		options.setCapability(ChromeOptions.LOGGING_PREFS, logs);
		return options;
	}

	/** Opens a page in a window of the usual size, and clears the console. */
	public void open(String address) {
		this.driver.get("about:blank");
		console();
		resize(WIDTH, HEIGHT);
		this.driver.get(address);
	}

	/** Sets the page's size in CSS pixels; a window can't be as narrow as a telephone. */
	public void resize(int width, int height) {
		this.driver.executeCdpCommand("Emulation.setDeviceMetricsOverride",
				Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
	}

	/** The console's messages since the last call. */
	public List<LogEntry> console() {
		return this.driver.manage().logs().get(LogType.BROWSER).getAll();
	}

	public WebElement find(String selector) {
		return this.driver.findElement(By.cssSelector(selector));
	}

	public List<WebElement> findAll(String selector) {
		return this.driver.findElements(By.cssSelector(selector));
	}

	/** The element that has the focus. */
	public WebElement focused() {
		return this.driver.switchTo().activeElement();
	}

	/**
	 * Runs a script and returns its result. All values that it reads are of the same
	 * moment.
	 */
	@SuppressWarnings("unchecked")
	public <T> T evaluate(String script) {
		return (T) this.driver.executeScript(script);
	}

	/** The window as a PNG. */
	public byte[] screenshot() {
		return this.driver.getScreenshotAs(OutputType.BYTES);
	}

	@Override
	public void afterAll(ExtensionContext context) throws IOException {
		if (this.driver != null) {
			this.driver.quit();
		}
		FileSystemUtils.deleteRecursively(this.profile);
	}

}
