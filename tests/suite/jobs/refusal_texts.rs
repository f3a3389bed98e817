//! The portal's text for a refusal is shown to users who may see the job, and nowhere else.

use portal_sim::{Fault, Nth, Rights};
use reqwest::Method;
use serde_json::{Value, json};

use super::restore::{deleted, restores};
use super::{counts, start_app};
use crate::support::{Session, TestApp, logged};

const SAID: &str = "Herr Quaxelmeier möchte das nicht";

async fn items(user: &Session<'_>, id: u64, outcome: &str) -> Vec<Value> {
    let page = user.get(&format!("/api/jobs/{id}/items?outcome={outcome}")).await.json;
    page["items"].as_array().unwrap().clone()
}

async fn report(app: &TestApp, user: &Session<'_>, id: u64) -> String {
    let request = app.request(Method::GET, &format!("/api/jobs/{id}/report.csv")).bearer_auth(&user.token);
    request.send().await.unwrap().text().await.unwrap()
}

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|part| part == text.as_bytes())
}

#[tokio::test(flavor = "multi_thread")]
async fn refusal_text_is_stored_with_the_contact_and_removed_with_it() {
    let app = start_app(60, 40.0).await;
    let portal = app.portal();
    crate::events::installs(&app, &portal).await;
    let user = app.signs_in(&portal, 1).await;
    app.marks_as_secret("Quaxelmeier");
    let ids = portal.contact_ids()[..8].to_vec();
    let words = format!("<p>=Herr&nbsp;<b>Quaxelmeier</b>\r\n möchte das nicht</p>{}", "x".repeat(2_000));
    portal.faults().script("crm.contact.delete", Nth::Call(3), Fault::HandlerRefuses(words));
    let id = user.deletes(&ids).await;
    assert_eq!(counts(&user.ends(id).await, &["deleted", "failed"]), [7, 1]);
    let failed = items(&user, id, "failed").await;
    let says = failed[0]["portal_says"].as_str().unwrap();
    assert!(says.starts_with(&format!("={SAID} xxx")) && says.chars().count() == 300, "{says}");
    assert_eq!(failed[0]["message"], "The portal refused it.");
    assert!(items(&user, id, "deleted").await.iter().all(|item| item.get("portal_says").is_none()));
    let report = report(&app, &user, id).await;
    assert!(report.contains(&format!(",refused,The portal refused it. “={SAID} xxx")), "{report}");
    // It appears nowhere else, and it is stored encrypted.
    let of_requests = user.get("/api/requests").await;
    assert_eq!(of_requests.status, 200);
    assert!(!of_requests.json.to_string().contains("Quaxelmeier"));
    assert!(!user.get("/api/audit").await.json.to_string().contains("Quaxelmeier"));
    assert!(!logged().contains("Quaxelmeier"));
    assert!(!app.database_files().iter().any(|(_, bytes)| holds(bytes, "Quaxelmeier")));
    portal.uninstall(true);
    portal.events_settled().await;
    assert_eq!(app.rows("job_items").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn denied_contacts_have_the_portals_text_too() {
    let app = start_app(60, 40.0).await;
    let portal = app.portal();
    portal.set_rights(3, Rights::All, Rights::None);
    let user = app.signs_in(&portal, 3).await;
    let id = user.deletes(&portal.contact_ids()[..2]).await;
    assert_eq!(counts(&user.ends(id).await, &["denied"]), [2]);
    assert!(items(&user, id, "denied").await.iter().all(|item| item["portal_says"] == "Access denied."));
    assert_eq!(report(&app, &user, id).await.matches(",denied,,“Access denied.”,").count(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn text_is_from_the_last_refusal() {
    let app = start_app(60, 40.0).await;
    let portal = app.portal();
    let user = app.signs_in(&portal, 1).await;
    let ids = portal.contact_ids()[..3].to_vec();
    // The second contact is refused with the text of the first one, and then retried.
    for call in 1..=2 {
        portal.faults().script("crm.contact.delete", Nth::Call(call), Fault::HandlerRefuses(SAID.to_owned()));
    }
    let id = user.deletes(&ids).await;
    assert_eq!(counts(&user.ends(id).await, &["deleted", "failed"]), [2, 1]);
    let deleted = items(&user, id, "deleted").await;
    assert!(deleted.iter().all(|item| item.get("portal_says").is_none()), "{deleted:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn restore_shows_the_text_of_refused_creations() {
    let app = start_app(60, 40.0).await;
    let portal = app.portal();
    let user = app.signs_in(&portal, 1).await;
    let (_, id) = deleted(&app, &user, 2).await;
    portal.faults().script("crm.contact.add", Nth::Call(1), Fault::refusal(400, "ERROR_CORE", SAID));
    let back = restores(&user, id, &json!({})).await;
    assert_eq!(counts(&user.ends(back).await, &["restored", "failed"]), [1, 1]);
    assert_eq!(items(&user, back, "failed").await[0]["portal_says"], SAID);
}
