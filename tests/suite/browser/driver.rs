//! Headless Chromium with its own driver process, and methods for pages in a frame of a portal.

use std::fs;
use std::process::Stdio;
use std::time::Duration;

use fantoccini::elements::Element;
use fantoccini::error::CmdError;
use fantoccini::wd::WebDriverCompatibleCommand;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Map, Value, json};
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

const PATIENCE: Duration = Duration::from_secs(30);

/// A browser with an empty profile.
pub(crate) struct Browser {
    pub(crate) client: Client,
    driver: Child,
    _profile: TempDir,
}

/// The window and colours of a browser.
#[derive(Clone, Copy)]
pub(crate) struct Screen {
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) dark: bool,
}

pub(crate) const DESKTOP: Screen = Screen { width: 1280, height: 800, dark: false };
/// A window of 1280×720 without the browser's own bars.
pub(crate) const LAPTOP: Screen = Screen { width: 1280, height: 720, dark: false };
pub(crate) const PHONE: Screen = Screen { width: 390, height: 844, dark: false };
/// The narrowest supported window.
pub(crate) const NARROW: Screen = Screen { width: 360, height: 640, dark: false };

impl Browser {
    pub(crate) async fn start(screen: Screen) -> Self {
        Self::start_with(screen, json!({})).await
    }

    /// A browser with these preferences.
    pub(crate) async fn start_with(screen: Screen, preferences: Value) -> Self {
        Self::start_as(screen, preferences, &[]).await
    }

    /// A browser with these preferences and arguments.
    pub(crate) async fn start_as(screen: Screen, preferences: Value, arguments: &[&str]) -> Self {
        let (driver, port) = listening_driver().await;
        let profile = tempfile::tempdir().unwrap();
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities(screen, &profile, &preferences, arguments))
            .connect(&format!("http://127.0.0.1:{port}"))
            .await
            .expect("no browser session");
        let browser = Self { client, driver, _profile: profile };
        browser.turns_to(screen).await;
        browser
    }

    /// Changes the window to another screen.
    pub(crate) async fn turns_to(&self, screen: Screen) {
        // Headless Chromium does not make windows narrower than 500 pixels, so the size is emulated.
        let metrics =
            json!({"width": screen.width, "height": screen.height, "deviceScaleFactor": 1, "mobile": false});
        self.devtools("Emulation.setDeviceMetricsOverride", metrics).await;
        let scheme = if screen.dark { "dark" } else { "light" };
        let media = json!({"features": [{"name": "prefers-color-scheme", "value": scheme}]});
        self.devtools("Emulation.setEmulatedMedia", media).await;
    }

    /// A command of the browser's own protocol.
    pub(crate) async fn devtools(&self, command: &str, parameters: Value) -> Value {
        let call = Vendor { path: "goog/cdp/execute", body: json!({"cmd": command, "params": parameters}) };
        self.client.issue_cmd(call).await.unwrap()
    }

    pub(crate) async fn goes_to(&self, url: &str) {
        self.client.goto(url).await.unwrap();
    }

    /// The element with a test id in the current frame; waits for it.
    pub(crate) async fn finds(&self, test_id: &str) -> Element {
        self.finds_css(&format!("[data-testid='{test_id}']")).await
    }

    pub(crate) async fn finds_css(&self, css: &str) -> Element {
        let found = self.client.wait().at_most(PATIENCE).for_element(Locator::Css(css)).await;
        match found {
            Ok(element) => element,
            Err(error) => panic!("{css}: {error}\n{}", self.says().await),
        }
    }

    /// Waits until the element with this test id is visible. It is looked up each time, because the page may replace
    /// it.
    pub(crate) async fn sees(&self, test_id: &str) {
        let css = format!("[data-testid='{test_id}']");
        let is_seen = async || -> Result<bool, CmdError> {
            self.client.find(Locator::Css(&css)).await?.is_displayed().await
        };
        self.until(test_id, async || is_seen().await.unwrap_or(false)).await;
    }

    /// Clicks the element with this test id as soon as this is possible.
    pub(crate) async fn clicks(&self, test_id: &str) {
        self.clicks_css(&format!("[data-testid='{test_id}']")).await;
    }

    pub(crate) async fn clicks_css(&self, css: &str) {
        let click = async || -> Result<bool, CmdError> {
            let element = self.client.wait().at_most(PATIENCE).for_element(Locator::Css(css)).await?;
            if !element.is_displayed().await? || !element.is_enabled().await? {
                return Ok(false);
            }
            element.click().await.map(|()| true)
        };
        self.until(&format!("click on {css}"), async || click().await.unwrap_or(false)).await;
    }

    pub(crate) async fn text(&self, test_id: &str) -> String {
        self.finds(test_id).await.text().await.unwrap_or_default()
    }

    /// Waits until a condition holds.
    pub(crate) async fn until(&self, what: &str, holds: impl AsyncFn() -> bool) {
        let waiting = async {
            while !holds().await {
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        };
        let in_time = tokio::time::timeout(PATIENCE, waiting).await.is_ok();
        assert!(in_time, "still waiting: {what}\n{}", self.says().await);
    }

    /// The text of the current frame, for the message of a failure.
    async fn says(&self) -> String {
        let text = self.client.execute("return document.body.innerText", vec![]).await;
        text.map_or_else(|error| error.to_string(), |text| text.to_string())
    }

    pub(crate) async fn counts(&self, css: &str) -> usize {
        self.client.find_all(Locator::Css(css)).await.map(|found| found.len()).unwrap_or_default()
    }

    /// Enters the portal's frame of this kind and waits for an element in it. The portal may reload its page meanwhile.
    pub(crate) async fn enters(&self, frame: &str, marker: &str) {
        let css = format!("iframe[data-testid='{frame}']");
        let inside = async || -> Result<bool, CmdError> {
            self.client.issue_cmd(Vendor { path: "frame", body: json!({"id": null}) }).await?;
            self.client.find(Locator::Css(&css)).await?.enter_frame().await?;
            Ok(!self.client.find_all(Locator::Css(marker)).await?.is_empty())
        };
        self.until(&format!("{marker} in {frame}"), async || inside().await.unwrap_or(false)).await;
    }

    /// Runs a script in the current frame.
    pub(crate) async fn runs(&self, script: &str) -> Value {
        self.client.execute(script, vec![]).await.unwrap()
    }

    /// Runs a script in the current frame that calls its last argument with the answer.
    pub(crate) async fn runs_until_answered(&self, script: &str, arguments: Vec<Value>) -> Value {
        self.client.execute_async(script, arguments).await.unwrap()
    }

    /// The value of a script in the portal's own page. The current frame stays the same.
    pub(crate) async fn runs_outside(&self, expression: &str) -> Value {
        let asked = json!({"expression": expression, "returnByValue": true});
        self.devtools("Runtime.evaluate", asked).await["result"]["value"].clone()
    }

    /// Returns to the portal's own page.
    pub(crate) async fn leaves_the_frame(&self) {
        self.client.issue_cmd(Vendor { path: "frame", body: json!({"id": null}) }).await.unwrap();
    }

    /// Presses a key for the element with the focus.
    pub(crate) async fn presses(&self, key: &str) {
        self.client.active_element().await.unwrap().send_keys(key).await.unwrap();
    }

    /// Waits until the current frame is drawn and nothing moves in it.
    pub(crate) async fn settles(&self) {
        let settled = "const done = arguments[arguments.length - 1];
            const moving = document.getAnimations().filter((one) => one.effect.getTiming().iterations !== Infinity);
            Promise.allSettled(moving.map((one) => one.finished)).then(() => setTimeout(done, 150));";
        self.runs_until_answered(settled, vec![]).await;
    }

    /// Saves a picture of the window under `test-output/` for a person to look at.
    pub(crate) async fn pictures(&self, name: &str) {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("test-output");
        fs::create_dir_all(&folder).unwrap();
        self.settles().await;
        let picture = self.client.screenshot().await.unwrap();
        fs::write(folder.join(format!("{name}.png")), picture).unwrap();
    }

    /// Errors that pages wrote to the console, and failed requests.
    pub(crate) async fn console_errors(&self) -> Vec<String> {
        let log =
            self.client.issue_cmd(Vendor { path: "se/log", body: json!({"type": "browser"}) }).await.unwrap();
        let entries = log.as_array().cloned().unwrap_or_default();
        entries
            .iter()
            .filter(|entry| entry["level"] == "SEVERE")
            .map(|entry| entry["message"].to_string())
            .collect()
    }

    pub(crate) async fn ends(self) {
        self.client.clone().close().await.unwrap();
    }
}

/// A failed test does not end its session: the driver would end and leave the browser running.
impl Drop for Browser {
    fn drop(&mut self) {
        use rustix::process::{Pid, Signal, kill_process};
        let Some(driver) = self.driver.id() else { return };
        let numbers = fs::read_dir("/proc").into_iter().flatten().flatten();
        let pids = numbers.filter_map(|entry| entry.file_name().to_str()?.parse().ok());
        for pid in pids.filter(|pid| parent_of(*pid) == Some(driver)).filter_map(Pid::from_raw) {
            let _may_have_ended = kill_process(pid, Signal::KILL);
        }
    }
}

fn parent_of(pid: i32) -> Option<u32> {
    // "pid (name) state ppid …". The name may contain brackets.
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    stat.rsplit_once(')')?.1.split_whitespace().nth(1)?.parse().ok()
}

/// A driver and its port. The port may be free for one kind of address and in use for the other. Then the driver ends,
/// and another one starts.
async fn listening_driver() -> (Child, u16) {
    for _ in 0..5 {
        let mut driver = Command::new("chromedriver")
            .arg("--port=0")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .expect("chromedriver does not start; `make setup` installs it");
        if let Some(port) = announced_port(&mut driver).await {
            return (driver, port);
        }
    }
    panic!("chromedriver did not say where it listens");
}

async fn announced_port(driver: &mut Child) -> Option<u16> {
    let mut lines = BufReader::new(driver.stdout.take().unwrap()).lines();
    while let Some(line) = lines.next_line().await.unwrap() {
        if let Some((_, port)) = line.split_once("successfully on port ") {
            // Reads and drops the driver's further output, so that the driver never waits for a reader.
            tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
            return Some(port.trim_end_matches('.').parse().unwrap());
        }
    }
    None
}

fn capabilities(
    screen: Screen,
    profile: &TempDir,
    preferences: &Value,
    further: &[&str],
) -> Map<String, Value> {
    let mut arguments = vec![
        "--headless".to_owned(),
        "--no-sandbox".to_owned(),
        "--disable-gpu".to_owned(),
        "--disable-dev-shm-usage".to_owned(),
        "--disable-quic".to_owned(),
        "--no-first-run".to_owned(),
        "--disable-background-networking".to_owned(),
        "--disable-component-update".to_owned(),
        "--disable-sync".to_owned(),
        "--no-proxy-server".to_owned(),
        format!("--window-size={},{}", screen.width, screen.height),
        format!("--user-data-dir={}", profile.path().display()),
    ];
    arguments.extend(further.iter().map(ToString::to_string));
    let capabilities = json!({
        "browserName": "chrome",
        // On a busy machine the accessibility rules take long.
        "timeouts": {"script": 240_000},
        "goog:chromeOptions": {"args": arguments, "prefs": preferences},
        "goog:loggingPrefs": {"browser": "ALL"},
    });
    capabilities.as_object().unwrap().clone()
}

/// A command beyond the standard of drivers.
#[derive(Debug)]
struct Vendor {
    path: &'static str,
    body: Value,
}

impl WebDriverCompatibleCommand for Vendor {
    fn endpoint(&self, base: &url::Url, session: Option<&str>) -> Result<url::Url, url::ParseError> {
        base.join(&format!("session/{}/{}", session.unwrap_or_default(), self.path))
    }

    fn method_and_body(&self, _: &url::Url) -> (http::Method, Option<String>) {
        (http::Method::POST, Some(self.body.to_string()))
    }
}
