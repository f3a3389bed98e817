//! `contact-eraser check` inspects everything and changes nothing.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use portal_sim::Sim;
use tempfile::TempDir;
use tokio::process::Child;

use crate::service::{answers, free_address, program, terminate};
use crate::support::settings;

/// A folder for a database, and the settings of a service that uses it.
struct Setup {
    sim: Sim,
    folder: TempDir,
    values: BTreeMap<String, String>,
}

/// Everything in a folder: names and contents.
type Contents = BTreeMap<PathBuf, Vec<u8>>;

impl Setup {
    async fn empty() -> Self {
        let sim = Sim::builder().portals(1).contacts(100).installed(true).start().await.unwrap();
        let folder = tempfile::tempdir().unwrap();
        let database = folder.path().join("data % ?#/eraser.db");
        std::fs::create_dir(database.parent().unwrap()).unwrap();
        let url = format!("http://{}", free_address());
        let mut values = settings(&sim, &url, "");
        let address = database.display().to_string().replace('%', "%25").replace('?', "%3F");
        values.insert("ERASER_DATABASE_URL".to_owned(), format!("sqlite://{address}"));
        Self { sim, folder, values }
    }

    fn database(&self) -> PathBuf {
        self.folder.path().join("data % ?#/eraser.db")
    }

    async fn runs(&self, command: &str) {
        let output = program(&self.values, self.folder.path()).arg(command).output().await.unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }

    async fn serves(&self) -> Child {
        let child = program(&self.values, self.folder.path()).arg("serve").spawn().unwrap();
        assert!(answers(&format!("{}/health/ready", self.values["ERASER_PUBLIC_URL"])).await);
        child
    }

    /// Opens the app as a user, so that the database has rows.
    async fn is_visited(&self) {
        let post = self.sim.portal(0).frame_post(1);
        let form = |pairs: &[(String, String)]| {
            url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
        };
        let url = format!("{}/app?{}", self.values["ERASER_PUBLIC_URL"], form(&post.query));
        let request = reqwest::Client::builder().no_proxy().build().unwrap().post(url).body(form(&post.body));
        let request = request.header("Content-Type", "application/x-www-form-urlencoded");
        assert_eq!(request.send().await.unwrap().status(), 200);
    }

    /// The exit code and output of `check`. It must leave all files unchanged.
    async fn looks(&self, why: &str) -> (Option<i32>, String) {
        let before = contents(self.folder.path());
        let output = program(&self.values, self.folder.path()).arg("check").output().await.unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        let after = contents(self.folder.path());
        assert_eq!(after.keys().collect::<Vec<_>>(), before.keys().collect::<Vec<_>>(), "{why}: {text}");
        for (path, bytes) in before {
            assert!(after[&path] == bytes, "{why}: {} was changed", path.display());
        }
        (output.status.code(), text)
    }

    async fn executes(&self, sql: &'static str) {
        let options = sqlx::sqlite::SqliteConnectOptions::new().filename(self.database());
        let pool = sqlx::SqlitePool::connect_with(options).await.unwrap();
        sqlx::query(sql).execute(&pool).await.unwrap();
        pool.close().await;
    }
}

fn contents(folder: &Path) -> Contents {
    let mut found = Contents::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.insert(path.clone(), Vec::new());
            found.extend(contents(&path));
        } else {
            found.insert(path.clone(), std::fs::read(&path).unwrap());
        }
    }
    found
}

async fn signals(child: &Child, signal: &str) {
    let id = child.id().unwrap().to_string();
    assert!(tokio::process::Command::new("kill").args([signal, &id]).status().await.unwrap().success());
}

#[tokio::test(flavor = "multi_thread")]
async fn check_does_not_create_a_missing_database() {
    let mut setup = Setup::empty().await;
    let (code, text) = setup.looks("nothing there").await;
    assert!(code == Some(0) && text.contains("is not there yet"), "{text}");
    let nowhere = setup.folder.path().join("missing/eraser.db").display().to_string();
    setup.values.insert("ERASER_DATABASE_URL".to_owned(), format!("sqlite://{nowhere}"));
    let (code, text) = setup.looks("no folder").await;
    assert!(code == Some(1) && text.contains("missing is not there"), "{text}");
    setup.values.insert("ERASER_DATABASE_URL".to_owned(), "sqlite:///proc/eraser.db".to_owned());
    let (code, text) = setup.looks("a folder that takes no file").await;
    assert!(code == Some(1) || text.contains("is not there yet"), "{text}");
    setup.values.insert("ERASER_DATABASE_URL".to_owned(), "sqlite::memory:".to_owned());
    let (code, text) = setup.looks("in memory").await;
    assert!(code == Some(0) && text.contains("in memory"), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn check_reads_a_database_without_changing_it() {
    let mut setup = Setup::empty().await;
    setup.runs("migrate").await;
    let (code, text) = setup.looks("up to date").await;
    assert!(code == Some(0) && text.contains("opens and is up to date"), "{text}");

    setup
        .executes("DELETE FROM _sqlx_migrations WHERE version >= (SELECT max(version) FROM _sqlx_migrations)")
        .await;
    let (code, text) = setup.looks("an older version").await;
    assert!(code == Some(0) && text.contains("1 of its migrations are due"), "{text}");
    setup.executes("DELETE FROM _sqlx_migrations").await;
    let (code, text) = setup.looks("no version").await;
    assert!(code == Some(0) && text.contains("migrations are due"), "{text}");

    std::fs::remove_file(setup.database()).unwrap();
    setup.runs("migrate").await;
    setup.executes("UPDATE _sqlx_migrations SET version = 9000 WHERE version = 1").await;
    let (code, text) = setup.looks("a newer version").await;
    assert!(code == Some(1) && text.contains("9000"), "{text}");

    std::fs::write(setup.database(), "this is no database, although it is long enough for one".repeat(90))
        .unwrap();
    let (code, text) = setup.looks("no database").await;
    assert!(code == Some(1) && text.contains("does not open"), "{text}");
    std::fs::write(setup.database(), "").unwrap();
    let (code, text) = setup.looks("an empty file").await;
    assert!(code == Some(0) && text.contains("migrations are due"), "{text}");

    setup.values.insert("ERASER_PUBLIC_URL".to_owned(), "https://eraser.example.com".to_owned());
    let (_, text) = setup.looks("behind a proxy").await;
    assert!(text.contains("ERASER_TRUSTED_PROXIES is not set"), "{text}");
    setup.values.insert("ERASER_TRUSTED_PROXIES".to_owned(), "127.0.0.1".to_owned());
    let (_, text) = setup.looks("behind a trusted proxy").await;
    assert!(!text.contains("ERASER_TRUSTED_PROXIES"), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn check_does_not_disturb_a_running_service() {
    let mut setup = Setup::empty().await;
    let mut child = setup.serves().await;
    setup.is_visited().await;
    // The process is suspended, so that only `check` could change the files.
    signals(&child, "-STOP").await;
    let log = setup.folder.path().join("data % ?#/eraser.db-wal");
    assert!(std::fs::metadata(&log).unwrap().len() > 0, "the service wrote nothing");
    let (code, text) = setup.looks("beside a service").await;
    assert!(code == Some(0) && text.contains("opens and is up to date"), "{text}");
    let own = setup.values["ERASER_ENCRYPTION_KEYS"].clone();
    setup
        .values
        .insert("ERASER_ENCRYPTION_KEYS".to_owned(), contact_eraser::store::seal::Key::generate().unwrap());
    let (code, text) = setup.looks("with other keys").await;
    assert!(code == Some(1) && text.contains("ERASER_ENCRYPTION_KEYS"), "{text}");
    setup.values.insert("ERASER_ENCRYPTION_KEYS".to_owned(), own);
    signals(&child, "-CONT").await;
    setup.is_visited().await;

    // The files after a crash: the write-ahead log with its index, then without it.
    signals(&child, "-KILL").await;
    child.wait().await.unwrap();
    let (code, text) = setup.looks("after a crash").await;
    assert!(code == Some(0) && text.contains("opens and is up to date"), "{text}");
    std::fs::remove_file(setup.folder.path().join("data % ?#/eraser.db-shm")).unwrap();
    let (code, text) = setup.looks("a copied log").await;
    assert!(code == Some(0) && text.contains("write-ahead log without its index"), "{text}");
    let mut again = setup.serves().await;
    terminate(&mut again).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn address_in_use_is_a_fault() {
    for name in ["ERASER_LISTEN", "ERASER_METRICS_LISTEN"] {
        let mut setup = Setup::empty().await;
        setup.runs("migrate").await;
        let taken = setup.sim.oauth_url().trim_start_matches("http://").to_owned();
        for (address, why) in [(taken.as_str(), "taken"), ("192.0.2.1:9090", "not of this machine")] {
            setup.values.insert(name.to_owned(), address.to_owned());
            let (code, text) = setup.looks(why).await;
            assert!(code == Some(1) && text.contains(address), "{name} {why}: {text}");
        }
    }
    let mut setup = Setup::empty().await;
    setup.values.insert("ERASER_METRICS_LISTEN".to_owned(), free_address());
    let (code, text) = setup.looks("free").await;
    assert!(code == Some(0) && text.matches("is free").count() == 2, "{text}");
    let same = setup.values["ERASER_LISTEN"].clone();
    let metrics = setup.values.insert("ERASER_METRICS_LISTEN".to_owned(), same).unwrap();
    let (code, text) = setup.looks("both the same").await;
    assert!(code == Some(1), "{text}");
    setup.values.insert("ERASER_METRICS_LISTEN".to_owned(), metrics);
    let mut child = setup.serves().await;
    let output = program(&setup.values, setup.folder.path()).arg("check").output().await.unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(
        output.status.success() && text.matches("already").count() == 2,
        "while its service runs: {text}"
    );
    terminate(&mut child).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn unwritable_database_folder_is_a_fault() {
    let setup = Setup::empty().await;
    setup.runs("migrate").await;
    let folder = setup.database().parent().unwrap().to_owned();
    let allows = |path: &Path, mode| {
        std::fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(mode)).unwrap();
    };
    allows(setup.folder.path(), 0o755);
    for entry in std::fs::read_dir(&folder).unwrap() {
        allows(&entry.unwrap().path(), 0o666);
    }
    for (mode, wanted) in [(0o777, Some(0)), (0o555, Some(1))] {
        allows(&folder, mode);
        let mut command = program(&setup.values, setup.folder.path());
        // The superuser may write everywhere.
        if rustix::process::geteuid().is_root() {
            command.uid(65_534);
        }
        let output = command.arg("check").output().await.unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        assert_eq!(output.status.code(), wanted, "{mode:o}: {text}");
        assert_eq!(text.contains("write-ahead log"), wanted == Some(1), "{mode:o}: {text}");
    }
    allows(&folder, 0o755);
}

#[tokio::test(flavor = "multi_thread")]
async fn missing_operator_name_gives_a_warning() {
    let mut setup = Setup::empty().await;
    let (code, text) = setup.looks("nothing said").await;
    assert!(code == Some(0) && text.contains("warning  public pages: ERASER_OPERATOR_NAME"), "{text}");
    setup.values.insert("ERASER_OPERATOR_NAME".to_owned(), "Example Ltd".to_owned());
    setup.values.insert("ERASER_OPERATOR_ADDRESS".to_owned(), "1 Example Street".to_owned());
    let (_, text) = setup.looks("some of it").await;
    assert!(text.contains("public pages: ERASER_SUPPORT_EMAIL, ERASER_SUPPORT_HOURS not set"), "{text}");
    setup.values.insert("ERASER_SUPPORT_EMAIL".to_owned(), "help@eraser.example".to_owned());
    setup.values.insert("ERASER_SUPPORT_HOURS".to_owned(), "Mon-Fri".to_owned());
    let (_, text) = setup.looks("all of it").await;
    assert!(!text.contains("public pages"), "{text}");
    setup.values.insert("ERASER_SUPPORT_EMAIL".to_owned(), "nobody".to_owned());
    let output = program(&setup.values, setup.folder.path()).arg("check").output().await.unwrap();
    let text = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.code() == Some(2) && text.contains("ERASER_SUPPORT_EMAIL"), "{text}");
}
