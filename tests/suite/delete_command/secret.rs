//! The webhook's address: how it may be given. Its key is never printed.

use std::process::Stdio;

use super::{Finished, Setup};
use crate::service::program;

fn key(url: &str) -> &str {
    url.trim_end_matches('/').rsplit('/').next().unwrap()
}

fn assert_hidden(ran: &Finished, key: &str, what: &str) {
    assert!(!ran.out.contains(key) && !ran.err.contains(key), "{what}: {}{}", ran.out, ran.err);
}

#[tokio::test(flavor = "multi_thread")]
async fn misplaced_key_is_not_printed() {
    let setup = Setup::new(120).await;
    let url = setup.portal().webhook_url(1);
    let (key, longer) = (key(&url).to_owned(), format!("{url}profile.json"));
    for arguments in [
        &["delete", &url, "--yes"][..],
        &["delete", "--yes", "--webhook-url", &url, &key],
        &["delete", "--yes", "--webhook-url", &url, &longer],
        &["delete", "--yes", "--webhook-url", &url, "--webhook-url", &url, "1"],
        &["delete", "--yes", "--webhook-url", &format!("{url}a/b"), "1"],
        &["delete", "--yes", "--webhook-url", &url, "--file", &url],
        &["delete", "--yes", "--webhook-url", &url, "--report", &url, "1"],
        &["delete", &format!("--webhok-url={url}"), "1"],
        &["delete", &format!("--dry-run={url}"), "1"],
        &["serve", &url],
        &[&url],
    ] {
        for has_environment in [false, true] {
            let mut command = program(&std::collections::BTreeMap::new(), setup.folder.path());
            command.args(arguments);
            if has_environment {
                command.env("ERASER_WEBHOOK_URL", &url);
            }
            let ran = setup.ends(command.spawn().unwrap()).await;
            assert_eq!(ran.code, 2, "{arguments:?}: {}", ran.err);
            assert!(!ran.err.is_empty());
            assert_hidden(&ran, &key, &format!("{arguments:?}"));
        }
    }
    // The address is one line of a file with settings.
    std::fs::write(setup.folder.path().join("notes.txt"), format!("1\n2 {url}\n{key}\n")).unwrap();
    let ran = setup.runs(1, &["--yes", "--file", "notes.txt"], "").await;
    assert!(ran.code == 2 && ran.err.contains("line 2") && ran.err.contains("line 3"), "{}", ran.err);
    assert!(setup.portal().calls().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn every_usual_form_of_the_address_is_accepted() {
    let setup = Setup::new(120).await;
    let url = setup.portal().webhook_url(1);
    let bare = url.trim_end_matches('/');
    for form in [
        url.clone(),
        bare.to_owned(),
        format!("{bare}/profile.json"),
        format!("{bare}/crm.contact.delete?ID=7"),
    ] {
        let child = setup.command(&["--dry-run", "--webhook-url", &form, "1"]).spawn().unwrap();
        let ran = setup.ends(child).await;
        assert_eq!(ran.code, 0, "{}", ran.err);
    }
    assert_eq!(setup.portal().contact_count(), 120);
    let host = setup.portal().domain();
    for wrong in [
        &host,
        "",
        "https://",
        &format!("http://{host}/rest/{}/", key(&url)),
        &format!("http://{host}/rest/0/{}/", key(&url)),
        &format!("http://{host}/rest/1/"),
        &format!("{bare}/a/b"),
        &bare.replace("http:", "ftp:"),
    ] {
        let child = setup.command(&["--dry-run", "--webhook-url", wrong, "1"]).spawn().unwrap();
        let ran = setup.ends(child).await;
        assert!(
            ran.code == 2 && ran.err.contains("https://example.bitrix24.com/rest/1/"),
            "{wrong}: {}",
            ran.err
        );
        assert_hidden(&ran, key(&url), wrong);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn address_argument_overrides_the_settings_file() {
    let setup = Setup::new(120).await;
    let first = setup.portal().contact_ids()[0].to_string();
    std::fs::write(
        setup.folder.path().join(".env"),
        format!("ERASER_WEBHOOK_URL={}\n", setup.portal().webhook_url(1)),
    )
    .unwrap();
    let ran = setup.ends(setup.command(&["--yes", &first]).stdin(Stdio::null()).spawn().unwrap()).await;
    assert_eq!(ran.code, 0, "{}", ran.err);
    let child = setup.command(&["--yes", "--webhook-url", "https://a.example/", &first]).spawn().unwrap();
    assert_eq!(setup.ends(child).await.code, 2);
}
