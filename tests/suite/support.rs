//! The service and a simulator in one process, with methods to use them. When a test succeeds, its whole log is
//! searched for the secrets that it used.

pub(crate) mod book;
mod clock;
mod pace;
pub(crate) mod ports;
mod session;

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::{Arc, LazyLock, Mutex};
use std::time::Duration;

use contact_eraser::app::{App, Stopper};
use contact_eraser::config::Config;
use contact_eraser::domain::clock::Clock;
use contact_eraser::store::seal::{Key, Seal};
use contact_eraser::store::{CommitFaults, Store};
use portal_sim::{FramePost, Portal, Sim, SimBuilder, SimClock};
use reqwest::{Client, Method, RequestBuilder, Response};
use serde_json::Value;
use tempfile::TempDir;

pub(crate) use clock::TestClock;
use pace::{Pace, PortalTime};
pub(crate) use session::{Answer, Session, ids};

/// All log output of this process.
#[derive(Clone, Default)]
struct Captured(Arc<Mutex<Vec<u8>>>);

static LOG: LazyLock<Captured> = LazyLock::new(|| {
    let log = Captured::default();
    let writer = log.clone();
    let filter = tracing_subscriber::EnvFilter::new("trace");
    let subscriber = tracing_subscriber::fmt().with_env_filter(filter).with_ansi(false);
    subscriber.with_writer(move || writer.clone()).init();
    log
});

impl Write for Captured {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The log output of this process so far.
pub(crate) fn logged() -> String {
    String::from_utf8_lossy(&LOG.0.lock().unwrap()).into_owned()
}

/// The running service with its simulator.
pub(crate) struct TestApp {
    pub(crate) sim: Sim,
    pub(crate) url: String,
    pub(crate) clock: Arc<TestClock>,
    pub(crate) database: PathBuf,
    pub(crate) key: String,
    pub(crate) values: BTreeMap<String, String>,
    http: Client,
    secrets: Mutex<Vec<String>>,
    stopper: Stopper,
    _folder: TempDir,
}

impl TestApp {
    /// Two portals on which the app is installed.
    pub(crate) async fn start() -> Self {
        Self::with(Sim::builder().portals(2).contacts(120).installed(true)).await
    }

    pub(crate) async fn with(builder: SimBuilder) -> Self {
        Self::with_values(builder, &[]).await
    }

    pub(crate) async fn with_values(builder: SimBuilder, extra: &[(&str, &str)]) -> Self {
        Self::with_sim(builder.start().await.unwrap(), extra).await
    }

    /// The service on a clock that moves only when the test moves it.
    pub(crate) async fn with_still_clock(extra: &[(&str, &str)]) -> Self {
        let sim = Sim::builder().portals(2).contacts(120).installed(true).start().await.unwrap();
        Self::serve(sim, extra, TestClock::still(), None).await
    }

    pub(crate) async fn with_sim(sim: Sim, extra: &[(&str, &str)]) -> Self {
        Self::serve(sim, extra, TestClock::real(), None).await
    }

    /// The service and the simulator on one clock. It runs `speed` times as fast as real time while all threads wait.
    /// At speed 1 it is the machine's clock, which other processes use too.
    pub(crate) async fn at_speed(builder: SimBuilder, speed: f64) -> Self {
        if speed > 1.0 { Self::paced(builder, speed, None).await } else { Self::with(builder).await }
    }

    /// The same on a database whose commits succeed only if `succeeds` returns true.
    pub(crate) async fn with_commit_faults(builder: SimBuilder, speed: f64, succeeds: CommitFaults) -> Self {
        Self::paced(builder, speed, Some(succeeds)).await
    }

    async fn paced(builder: SimBuilder, speed: f64, succeeds: Option<CommitFaults>) -> Self {
        let pace = Pace::running(speed);
        let clock = SimClock::outside(Arc::new(PortalTime(Arc::clone(&pace))));
        let sim = builder.clock(clock).start().await.unwrap();
        Self::serve(sim, &[], TestClock::paced(&pace), succeeds).await
    }

    async fn serve(
        sim: Sim,
        extra: &[(&str, &str)],
        clock: TestClock,
        succeeds: Option<CommitFaults>,
    ) -> Self {
        LazyLock::force(&LOG);
        let folder = tempfile::tempdir().unwrap();
        let database = folder.path().join("eraser.db");
        // The service needs its own address before it starts.
        let url = format!("http://{}", ports::free_address());
        sim.register_app(&url);
        let mut values = settings(&sim, &url, &database.display().to_string());
        values.extend(extra.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        let key = values["ERASER_ENCRYPTION_KEYS"].clone();
        let config = Config::read(&values, false).unwrap();
        let clock = Arc::new(clock);
        let shared = Arc::clone(&clock) as Arc<dyn Clock>;
        let app = match succeeds {
            None => App::start(&config, shared).await.unwrap(),
            Some(succeeds) => {
                let seal = Seal::new(&config.encryption_key, &config.old_encryption_keys);
                let opened =
                    Store::open_unreliable(&config.database_url, seal, Arc::clone(&shared), succeeds);
                App::with_store(&config, shared, opened.await.unwrap()).unwrap()
            }
        };
        let stopper = app.stopper();
        tokio::spawn(app.run());
        let http = Client::builder().redirect(reqwest::redirect::Policy::none()).no_proxy().build().unwrap();
        let secrets = Mutex::new(vec![sim.client_secret().to_owned()]);
        Self { sim, url, clock, database, key, values, http, secrets, stopper, _folder: folder }
    }

    pub(crate) fn portal(&self) -> Portal {
        self.sim.portal(0)
    }

    /// Moves the service's clock.
    pub(crate) async fn waits(&self, time: Duration) {
        self.clock.sleep(time).await;
    }

    /// Stops the service. Its database and settings stay for another process.
    pub(crate) async fn stops(&self) {
        self.stopper.stop(true).await;
        for _ in 0..200 {
            if self.http.get(format!("{}/health/live", self.url)).send().await.is_err() {
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("the service did not stop");
    }

    /// A request to the service.
    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.http.request(method, format!("{}{path}", self.url))
    }

    pub(crate) async fn get(&self, path: &str) -> Page {
        Page::read(self.request(Method::GET, path).send().await.unwrap()).await
    }

    /// Sends a frame's form to the address that the portal would open.
    pub(crate) async fn opens(&self, post: &FramePost) -> Page {
        self.posts(&format!("/{}", post.target()), post).await
    }

    /// Sends a frame's form to this address.
    pub(crate) async fn posts(&self, path: &str, post: &FramePost) -> Page {
        let form = |pairs: &[(String, String)]| {
            url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
        };
        self.marks_post_as_secret(post);
        self.posts_raw(path, &form(&post.query), form(&post.body)).await
    }

    pub(crate) async fn posts_raw(&self, path: &str, query: &str, body: String) -> Page {
        let request = self.request(Method::POST, &format!("{path}?{query}"));
        let request = request.header("Content-Type", "application/x-www-form-urlencoded").body(body);
        Page::read(request.send().await.unwrap()).await
    }

    fn marks_post_as_secret(&self, post: &FramePost) {
        let fields = ["AUTH_ID", "REFRESH_ID", "APPLICATION_TOKEN"];
        let values = fields.iter().filter_map(|field| post.get(field)).map(str::to_owned);
        self.secrets.lock().unwrap().extend(values.filter(|value| value.len() > 8));
    }

    /// Adds a value that must not appear in the log.
    pub(crate) fn marks_as_secret(&self, secret: &str) {
        self.secrets.lock().unwrap().push(secret.to_owned());
    }

    /// Opens the app as a user and reads the session from the page.
    pub(crate) async fn signs_in(&self, portal: &Portal, user: u64) -> Session<'_> {
        let page = self.opens(&portal.frame_post(user)).await;
        assert_eq!(page.status, 200, "{}", page.html);
        let token = page.boot()["session"].as_str().unwrap().to_owned();
        self.secrets.lock().unwrap().push(token.clone());
        self.session(&token)
    }

    /// A session with any token.
    pub(crate) fn session(&self, token: &str) -> Session<'_> {
        Session { app: self, token: token.to_owned() }
    }

    /// The number of rows of a table; a condition may follow the table's name.
    pub(crate) async fn rows(&self, table: &str) -> i64 {
        self.number(&format!("SELECT count(*) FROM {table}")).await
    }

    /// Changes the database directly.
    pub(crate) async fn runs(&self, sql: &'static str) {
        let pool = sqlx::SqlitePool::connect(&format!("sqlite://{}", self.database.display())).await.unwrap();
        sqlx::query(sql).execute(&pool).await.unwrap();
        pool.close().await;
    }

    pub(crate) async fn number(&self, sql: &str) -> i64 {
        let pool = self.database().await;
        let sql = sqlx::AssertSqlSafe(sql.to_owned());
        let number = sqlx::query_scalar(sql).fetch_one(&pool).await.unwrap();
        pool.close().await;
        number
    }

    pub(crate) async fn tables(&self) -> Vec<String> {
        let pool = self.database().await;
        let sql = "SELECT name FROM sqlite_schema WHERE type = 'table'";
        let names = sqlx::query_scalar(sql).fetch_all(&pool).await.unwrap();
        pool.close().await;
        names
    }

    async fn database(&self) -> sqlx::SqlitePool {
        let url = format!("sqlite://{}?mode=ro", self.database.display());
        sqlx::SqlitePool::connect(&url).await.unwrap()
    }

    /// Every file of the database, including the write-ahead log.
    pub(crate) fn database_files(&self) -> Vec<(String, Vec<u8>)> {
        let folder = std::fs::read_dir(self.database.parent().unwrap()).unwrap();
        let read = |entry: std::fs::DirEntry| {
            (entry.file_name().display().to_string(), std::fs::read(entry.path()).unwrap())
        };
        folder.map(|entry| read(entry.unwrap())).collect()
    }
}

impl Drop for TestApp {
    fn drop(&mut self) {
        let stopper = self.stopper.clone();
        tokio::spawn(async move { stopper.stop(false).await });
        if std::thread::panicking() {
            return;
        }
        let log = logged();
        assert!(log.contains("answered"), "the log was not captured");
        for secret in self.secrets.lock().unwrap().iter() {
            assert!(!log.contains(secret.as_str()), "a secret was logged");
        }
        for personal in ["@example.", "+1202555", "Quirina"] {
            assert!(!log.contains(personal), "contact data were logged: {personal}");
        }
    }
}

/// The environment of a service for this simulator.
pub(crate) fn settings(sim: &Sim, public_url: &str, database: &str) -> BTreeMap<String, String> {
    let listen = public_url.trim_start_matches("http://").to_owned();
    let values = [
        ("ERASER_CLIENT_ID", sim.client_id().to_owned()),
        ("ERASER_CLIENT_SECRET", sim.client_secret().to_owned()),
        ("ERASER_ENCRYPTION_KEYS", Key::generate().unwrap()),
        ("ERASER_PUBLIC_URL", public_url.to_owned()),
        ("ERASER_LISTEN", listen),
        ("ERASER_DATABASE_URL", format!("sqlite://{database}")),
        ("ERASER_OAUTH_URLS", sim.oauth_url()),
        ("ERASER_BX24_JS_URL", format!("{}/api/v1/", sim.oauth_url())),
        ("ERASER_ALLOW_HTTP_PORTALS", "true".to_owned()),
        ("ERASER_ALLOW_PRIVATE_PORTALS", "true".to_owned()),
    ];
    values.map(|(name, value)| (name.to_owned(), value)).into()
}

/// A received page.
pub(crate) struct Page {
    pub(crate) status: u16,
    pub(crate) html: String,
    headers: reqwest::header::HeaderMap,
}

impl Page {
    pub(crate) async fn read(response: Response) -> Self {
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        Self { status, headers, html: response.text().await.unwrap() }
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// The JSON that the page's script starts with.
    pub(crate) fn boot(&self) -> Value {
        let (_, rest) = self.html.split_once("id=\"boot\"").expect("no boot element");
        let (_, rest) = rest.split_once('>').unwrap();
        serde_json::from_str(rest.split_once("</script>").unwrap().0).unwrap()
    }

    /// Whether this is one of our error pages: it names the request and offers no session.
    pub(crate) fn is_error_page(&self) -> bool {
        !self.header("x-request-id").is_empty()
            && self.html.contains(self.header("x-request-id"))
            && !self.html.contains("\"session\"")
            && self.header("content-security-policy").contains("frame-ancestors *")
    }
}
