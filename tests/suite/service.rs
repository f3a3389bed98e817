//! The service as a program and as a web server: probes, headers, commands, stopping.

use std::collections::BTreeMap;
use std::process::Stdio;
use std::time::Duration;

use portal_sim::Sim;
use reqwest::Method;
use tokio::process::{Child, Command};

use crate::support::{Page, TestApp, settings};

pub(crate) fn program(values: &BTreeMap<String, String>, folder: &std::path::Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_contact-eraser"));
    command.env_clear().envs(values).current_dir(folder).kill_on_drop(true);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

pub(crate) fn free_address() -> String {
    crate::support::ports::free_address().to_string()
}

pub(crate) async fn answers(url: &str) -> bool {
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    for _ in 0..200 {
        if client.get(url).send().await.is_ok_and(|response| response.status() == 200) {
            return true;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    false
}

pub(crate) async fn terminate(child: &mut Child) -> std::process::ExitStatus {
    let id = child.id().unwrap().to_string();
    Command::new("kill").args(["-TERM", &id]).status().await.unwrap();
    tokio::time::timeout(Duration::from_secs(10), child.wait())
        .await
        .expect("the program did not stop in time")
        .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn probes_answer_without_a_session() {
    let app = TestApp::start().await;
    for path in ["/health/live", "/health/ready"] {
        let page = app.get(path).await;
        assert_eq!(page.status, 200);
        assert!(!page.header("x-request-id").is_empty());
    }
    assert_eq!(app.get("/metrics").await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn head_answers_like_get() {
    let app = TestApp::start().await;
    for path in ["/install", "/app", "/placement", "/health/live", "/health/ready"] {
        let get = app.get(path).await;
        let head = Page::read(app.request(Method::HEAD, path).send().await.unwrap()).await;
        assert_eq!((get.status, head.status, head.html.as_str()), (200, 200, ""), "{path}");
        assert_eq!(get.header("content-type"), head.header("content-type"));
    }
    assert!(app.get("/app").await.html.contains("Bitrix24"));
    assert_eq!(app.get("/nothing").await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn static_files_are_cached_by_version() {
    let app = TestApp::start().await;
    let page = app.opens(&app.portal().frame_post(1)).await;
    let linked: Vec<&str> = page.html.split('"').filter(|part| part.starts_with("/static/")).collect();
    assert!(linked.len() >= 2, "{linked:?}");
    for path in linked {
        let file = app.get(path).await;
        assert_eq!(
            (file.status, file.header("cache-control")),
            (200, "public, max-age=31536000, immutable"),
            "{path}"
        );
        assert_eq!(file.header("x-content-type-options"), "nosniff");
    }
    for path in
        ["/static/0/..%2f..%2fCargo.toml", "/static/0/%2e%2e%2fsrc%2fmain.rs", "/static/0/%2fetc%2fpasswd"]
    {
        assert_eq!(app.get(path).await.status, 404, "{path}");
    }
}

#[tokio::test]
async fn all_configuration_errors_are_listed_before_the_start() {
    let folder = tempfile::tempdir().unwrap();
    let values = BTreeMap::from([("ERASER_LISTEN".to_owned(), "nowhere".to_owned())]);
    for command in ["serve", "migrate", "check"] {
        let output = program(&values, folder.path()).arg(command).output().await.unwrap();
        let text = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{text}");
        for name in ["ERASER_CLIENT_ID", "ERASER_CLIENT_SECRET", "ERASER_ENCRYPTION_KEYS", "ERASER_LISTEN"] {
            assert!(text.lines().any(|line| line.starts_with(name) && line.contains("example")), "{text}");
        }
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    let output = program(&values, folder.path()).arg("nonsense").output().await.unwrap();
    assert_eq!(output.status.code(), Some(2));
}

#[tokio::test]
async fn keygen_prints_a_valid_key() {
    let folder = tempfile::tempdir().unwrap();
    let output = program(&BTreeMap::new(), folder.path()).arg("keygen").output().await.unwrap();
    assert!(output.status.success());
    let key = String::from_utf8(output.stdout).unwrap();
    assert!(contact_eraser::store::seal::Key::parse(key.trim()).is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn check_lists_what_works_and_what_fails() {
    let sim = Sim::builder().portals(1).contacts(100).start().await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("eraser.db").display().to_string();
    let mut values = settings(&sim, &format!("http://{}", free_address()), &database);
    let good = program(&values, folder.path()).arg("check").output().await.unwrap();
    let text = String::from_utf8(good.stdout).unwrap();
    assert!(good.status.success(), "{text}");
    assert!(text.contains("database") && text.contains(&sim.oauth_url()), "{text}");
    values.insert("ERASER_OAUTH_URLS".to_owned(), format!("http://{}", free_address()));
    let bad = program(&values, folder.path()).arg("check").output().await.unwrap();
    assert_eq!(bad.status.code(), Some(1));
    values.insert("ERASER_OAUTH_URLS".to_owned(), sim.oauth_url());
    values.insert("ERASER_CLIENT_SECRET".to_owned(), "wrong".to_owned());
    let wrong = program(&values, folder.path()).arg("check").output().await.unwrap();
    assert_eq!(wrong.status.code(), Some(1), "{}", String::from_utf8_lossy(&wrong.stdout));
    values.insert("ERASER_CLIENT_SECRET".to_owned(), sim.client_secret().to_owned());
    sim.oauth_faults().script("oauth/token", portal_sim::Nth::Every, portal_sim::Fault::Html(200));
    let proxy = program(&values, folder.path()).arg("check").output().await.unwrap();
    assert_eq!(proxy.status.code(), Some(1), "{}", String::from_utf8_lossy(&proxy.stdout));
    let migrated = program(&values, folder.path()).arg("migrate").output().await.unwrap();
    assert!(migrated.status.success(), "{}", String::from_utf8_lossy(&migrated.stderr));
    let mode = std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(&database).unwrap().permissions());
    assert_eq!(mode & 0o777, 0o600, "others may read the database");
}

#[tokio::test(flavor = "multi_thread")]
async fn program_serves_counts_and_stops_on_a_signal() {
    let sim = Sim::builder().portals(1).contacts(100).start().await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let (listen, metrics) = (free_address(), free_address());
    // Half of the settings are in a file.
    let mut values =
        settings(&sim, &format!("http://{listen}"), &folder.path().join("e.db").display().to_string());
    let key = values.remove("ERASER_ENCRYPTION_KEYS").unwrap();
    std::fs::write(folder.path().join(".env"), format!("ERASER_ENCRYPTION_KEYS={key}\n")).unwrap();
    values.insert("ERASER_METRICS_LISTEN".to_owned(), metrics.clone());
    let migrated = program(&values, folder.path()).arg("migrate").output().await.unwrap();
    assert!(migrated.status.success(), "{}", String::from_utf8_lossy(&migrated.stderr));
    let mut child = program(&values, folder.path()).arg("serve").spawn().unwrap();
    assert!(answers(&format!("http://{listen}/health/ready")).await);
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let counted = client.get(format!("http://{metrics}/metrics")).send().await.unwrap().text().await.unwrap();
    assert!(counted.contains("eraser_http_requests_total"), "{counted}");
    let status = terminate(&mut child).await;
    assert!(status.success(), "{status}");
}

#[tokio::test(flavor = "multi_thread")]
async fn deletion_in_flight_ends_before_the_program() {
    let sim = Sim::builder().portals(1).contacts(100).installed(true).start().await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let listen = free_address();
    let url = format!("http://{listen}");
    let values = settings(&sim, &url, &folder.path().join("e.db").display().to_string());
    let mut child = program(&values, folder.path()).arg("serve").spawn().unwrap();
    assert!(answers(&format!("{url}/health/ready")).await);
    sim.register_app(&url);
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let post = sim.portal(0).frame_post(1);
    let opened =
        client.post(post.url()).header("Content-Type", "application/x-www-form-urlencoded").body(post.form());
    let page = Page::read(opened.send().await.unwrap()).await;
    let session = page.boot()["session"].as_str().unwrap().to_owned();
    let slow = portal_sim::Fault::Delay(Duration::from_secs(2));
    sim.portal(0).faults().script("crm.contact.delete", portal_sim::Nth::Next, slow);
    let deletion = tokio::spawn(client.delete(format!("{url}/api/contacts/50")).bearer_auth(session).send());
    while sim.portal(0).delete_requests(50) == 0 {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let status = terminate(&mut child).await;
    assert!(status.success(), "{status}");
    assert_eq!(deletion.await.unwrap().unwrap().status(), 200);
    assert_eq!((sim.portal(0).delete_requests(50), sim.portal(0).deletions().len()), (1, 1));
    let database = format!("sqlite://{}?mode=ro", folder.path().join("e.db").display());
    let pool = sqlx::SqlitePool::connect(&database).await.unwrap();
    let logged = "SELECT count(*) FROM requests WHERE method = 'crm.contact.delete' AND outcome = 'ok'";
    let logged: i64 = sqlx::query_scalar(logged).fetch_one(&pool).await.unwrap();
    assert_eq!(logged, 1, "the log of calls is complete");
}

#[tokio::test]
async fn broken_env_file_shows_no_secrets_and_parent_folders_are_ignored() {
    let folder = tempfile::tempdir().unwrap();
    let inner = folder.path().join("inner");
    std::fs::create_dir(&inner).unwrap();
    std::fs::write(folder.path().join(".env"), "ERASER_CLIENT_SECRET=\"sup3rs3cret\nERASER_LOG=info\n")
        .unwrap();
    let output = program(&BTreeMap::new(), folder.path()).arg("check").output().await.unwrap();
    let text = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(text.contains("ERASER_CLIENT_SECRET") && !text.contains("sup3rs3cret"), "{text}");
    let output = program(&BTreeMap::new(), &inner).arg("check").output().await.unwrap();
    let text = String::from_utf8(output.stderr).unwrap();
    assert!(!text.contains(".env") && text.contains("ERASER_CLIENT_SECRET is not set"), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn old_key_can_be_removed_after_rekey() {
    let app = TestApp::start().await;
    for portal in app.sim.portals() {
        for user in [1, 2, 3] {
            app.opens(&portal.frame_post(user)).await;
        }
    }
    // Jobs contain contacts, refusal texts of the portal, and search words while they collect.
    let user = app.signs_in(&app.portal(), 1).await;
    let refusal = portal_sim::Fault::HandlerRefuses("No".to_owned());
    app.portal().faults().script("crm.contact.delete", portal_sim::Nth::Call(4), refusal);
    let job = user.deletes(&app.portal().contact_ids()[..4]).await;
    user.ends(job).await;
    // Saved filters may contain names too.
    let filter = serde_json::json!({"name": "Zoe", "filter": {"search": "Zoe"}});
    assert_eq!(user.sends(Method::POST, "/api/filters", &filter).await.status, 201);
    let outage = Some(portal_sim::Outage::Unavailable);
    app.portal().set_outage(outage);
    let found = serde_json::json!({"filter": {"search": "Zoe"}, "draft": true});
    let collecting = user.creates_job(&found).await.json["id"].clone();
    assert_eq!(app.rows("jobs WHERE filter IS NOT NULL").await, 1);
    app.stops().await;
    let folder = tempfile::tempdir().unwrap();
    let listen = free_address();
    let mut values = settings(&app.sim, &format!("http://{listen}"), &app.database.display().to_string());
    let new = values["ERASER_ENCRYPTION_KEYS"].clone();
    values.insert("ERASER_ENCRYPTION_KEYS".to_owned(), format!("{new},{}", app.key));
    let output = program(&values, folder.path()).arg("rekey").output().await.unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success() && text.contains("done: 14 rows"), "{text}");
    let again = program(&values, folder.path()).arg("rekey").output().await.unwrap();
    assert!(String::from_utf8(again.stdout).unwrap().contains("done: 0 rows"));
    values.insert("ERASER_ENCRYPTION_KEYS".to_owned(), new);
    let check = program(&values, folder.path()).arg("check").output().await.unwrap();
    assert!(check.status.success(), "{}", String::from_utf8_lossy(&check.stdout));
    // The new key alone can read all values.
    app.portal().set_outage(None);
    let mut service = program(&values, folder.path()).arg("serve").spawn().unwrap();
    assert!(answers(&format!("http://{listen}/health/ready")).await);
    let number = "SELECT count(*) FROM jobs WHERE state IN ('queued', 'running', 'verifying', 'done', 'paused', 'draft') AND filter IS NULL";
    for _ in 0..200 {
        if app.number(number).await == 2 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert_eq!(app.number(number).await, 2, "{collecting} was collected");
    terminate(&mut service).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_that_cannot_open_the_database_stop_the_start() {
    let app = TestApp::start().await;
    app.opens(&app.portal().frame_post(1)).await;
    let folder = tempfile::tempdir().unwrap();
    let values =
        settings(&app.sim, &format!("http://{}", free_address()), &app.database.display().to_string());
    let output = program(&values, folder.path()).arg("serve").output().await.unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("ERASER_ENCRYPTION_KEYS"));
}

#[tokio::test(flavor = "multi_thread")]
async fn missing_key_of_a_refresh_token_stops_the_start() {
    let app = TestApp::start().await;
    let portal = app.portal();
    assert_eq!(app.opens(&portal.frame_post(2).old_style()).await.status, 200);
    app.stops().await;
    let folder = tempfile::tempdir().unwrap();
    let listen = free_address();
    let mut values = settings(&app.sim, &format!("http://{listen}"), &app.database.display().to_string());
    let new = values["ERASER_ENCRYPTION_KEYS"].clone();
    values.insert("ERASER_ENCRYPTION_KEYS".to_owned(), format!("{new},{}", app.key));
    let mut service = program(&values, folder.path()).arg("serve").spawn().unwrap();
    assert!(answers(&format!("http://{listen}/health/ready")).await);
    // Only the access token is new and sealed with the new key.
    let body = serde_json::json!({"domain": portal.domain(), "auth_id": portal.mint_pair(2).access_token});
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let renewed = client.post(format!("http://{listen}/api/session")).json(&body).send().await.unwrap();
    assert_eq!(renewed.status(), 200);
    terminate(&mut service).await;
    let sealed = "authorizations WHERE substr(access_token, 1, 4) <> substr(refresh_token, 1, 4)";
    assert_eq!(app.rows(sealed).await, 1);
    values.insert("ERASER_ENCRYPTION_KEYS".to_owned(), new);
    let check = program(&values, folder.path()).arg("check").output().await.unwrap();
    let text = String::from_utf8_lossy(&check.stdout);
    assert!(check.status.code() == Some(1) && text.contains("ERASER_ENCRYPTION_KEYS"), "{text}");
}
