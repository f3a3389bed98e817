//! Answers that do not come from the REST API, and connections that break before an answer: what users are told, and
//! what is retried.

use portal_sim::{Fault, Nth, Portal, Reshape};
use reqwest::Method;

use crate::support::TestApp;

const LIST: &str = "/api/contacts";

fn notice() -> Fault {
    Fault::Reshaped(Reshape::After("<br />\n<b>Notice</b>: Undefined index\n".to_owned()))
}

fn script(portal: &Portal, method: &str, fault: Fault) {
    portal.faults().script(method, Nth::Next, fault);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_byte_order_mark_before_an_answer_is_skipped() {
    let app = TestApp::start().await;
    let portal = app.portal();
    portal.faults().script("*", Nth::Every, Fault::Reshaped(Reshape::After("\u{feff}".to_owned())));
    let user = app.signs_in(&portal, 1).await;
    assert_eq!(user.get(LIST).await.status, 200);
    let id = portal.contact_ids()[0];
    assert_eq!(user.deletes_contact(id).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn answer_of_another_program_is_not_reported_as_an_outage() {
    let app = TestApp::start().await;
    let portal = app.portal();
    let user = app.signs_in(&portal, 1).await;
    let mut titles = Vec::new();
    for fault in [notice(), Fault::Html(200), Fault::Html(404), Fault::Html(502), Fault::Html(503)] {
        script(&portal, "batch", fault.clone());
        let answer = user.get(LIST).await;
        assert_eq!(answer.problem(), (502, "portal_unavailable"), "{fault:?}");
        titles.push((answer.json["title"].clone(), answer.json["detail"].clone()));
    }
    assert!(titles[..3].iter().all(|words| *words == titles[0]), "{titles:?}");
    assert!(titles[3..].iter().all(|words| *words == titles[3]), "{titles:?}");
    assert_ne!(titles[0].0, titles[3].0);
    assert_ne!(titles[0].1, titles[3].1);
    assert!(titles[0].0.as_str().unwrap().contains("API"), "{titles:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn too_long_answer_is_not_reported_as_an_outage() {
    let app = TestApp::start().await;
    let portal = app.portal();
    let user = app.signs_in(&portal, 1).await;
    script(&portal, "batch", Fault::Reshaped(Reshape::After(" ".repeat(3 * 1024 * 1024))));
    let answer = user.get(LIST).await;
    assert_eq!(answer.problem(), (502, "portal_unavailable"));
    assert!(answer.json["title"].as_str().unwrap().contains("too long"), "{answer:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn page_reports_answers_that_are_not_from_the_api() {
    let app = TestApp::start().await;
    let portal = app.portal();
    script(&portal, "profile", notice());
    let page = app.opens(&portal.frame_post(1)).await;
    assert_eq!(page.status, 502);
    assert!(page.is_error_page() && page.html.contains("isn’t from its API"), "{}", page.html);
}

#[tokio::test(flavor = "multi_thread")]
async fn read_is_retried_once_after_a_broken_connection() {
    let app = TestApp::start().await;
    let portal = app.portal();
    script(&portal, "profile", Fault::CutBefore);
    app.sim.oauth_faults().script("app.info", Nth::Next, Fault::CutBefore);
    let user = app.signs_in(&portal, 1).await;
    script(&portal, "batch", Fault::CutBefore);
    assert_eq!(user.get(LIST).await.status, 200);
    // It is retried once only.
    let before = portal.call_count("batch");
    portal.faults().script("batch", Nth::Every, Fault::CutBefore);
    assert_eq!(user.get(LIST).await.problem(), (502, "portal_unavailable"));
    assert_eq!(portal.call_count("batch") - before, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn write_is_not_retried_after_a_broken_connection() {
    let app = TestApp::start().await;
    let portal = app.portal();
    let user = app.signs_in(&portal, 1).await;
    let id = portal.contact_ids()[0];
    script(&portal, "crm.contact.delete", Fault::CutAfter);
    let answer = user.call(Method::DELETE, &format!("/api/contacts/{id}")).await;
    assert_eq!(answer.status, 200, "the check has found the outcome: {answer:?}");
    assert_eq!(portal.delete_requests(id), 1);
}
