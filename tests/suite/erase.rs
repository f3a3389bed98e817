//! Deleting one contact: with the user's own token, exactly this contact, and with a true answer.

use portal_sim::{Fault, Nth, Rights};

use crate::support::TestApp;

fn error(status: u16, code: &str, text: &str) -> Fault {
    Fault::Error { status, error: code.into(), description: text.into() }
}

#[tokio::test(flavor = "multi_thread")]
async fn contact_is_deleted_with_the_users_own_token() {
    let app = TestApp::start().await;
    let post = app.portal().frame_post(2);
    let page = app.opens(&post).await;
    // Another user opens the app in between. Their token must not be used.
    app.signs_in(&app.portal(), 1).await;
    let answer = app.session(page.boot()["session"].as_str().unwrap()).deletes_contact(50).await;
    assert_eq!(answer.status, 200);
    let job = answer.json["job_id"].as_u64().unwrap();
    assert_eq!(answer.json, serde_json::json!({"id": 50, "outcome": "deleted", "job_id": job}));
    let deletions = app.portal().deletions();
    let [deletion] = deletions.as_slice() else { panic!("{deletions:?}") };
    assert_eq!(
        (deletion.contact_id, deletion.user_id, deletion.method.as_str()),
        (50, 2, "crm.contact.delete")
    );
    assert_eq!(Some(deletion.access_token_or_webhook.as_str()), post.get("AUTH_ID"));
    assert_eq!((app.portal().contact_ids().len(), app.sim.portal(1).contact_ids().len()), (119, 120));
    assert_eq!(app.portal().delete_requests(50), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn audit_names_the_user() {
    let app = TestApp::start().await;
    let user = app.signs_in(&app.portal(), 1).await;
    user.deletes_contact(50).await;
    user.deletes_contact(50).await;
    assert_eq!(
        app.rows("audit WHERE action = 'delete_contact' AND contact_id = 50 AND outcome = 'deleted'").await,
        1
    );
    assert_eq!(app.rows("audit WHERE contact_id = 50 AND outcome = 'gone' AND user_id = 1").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn missing_and_denied_contacts_have_different_answers() {
    let app = TestApp::start().await;
    let reader = app.signs_in(&app.portal(), 4).await;
    assert_eq!(reader.deletes_contact(50).await.problem(), (403, "access_denied"));
    assert_eq!(reader.deletes_contact(999_999).await.problem(), (404, "contact_not_found"));
    let admin = app.signs_in(&app.portal(), 1).await;
    assert_eq!(admin.deletes_contact(999_999).await.problem(), (404, "contact_not_found"));
    app.portal().remove_contact(51);
    assert_eq!(admin.deletes_contact(51).await.problem(), (404, "contact_not_found"));
    assert!(app.portal().deletions().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn refusal_by_a_portal_module_keeps_the_contact() {
    let app = TestApp::start().await;
    let user = app.signs_in(&app.portal(), 1).await;
    app.portal().faults().script("crm.contact.delete", Nth::Next, Fault::HandlerRefuses("nein".into()));
    let answer = user.deletes_contact(50).await;
    assert_eq!(answer.problem(), (403, "access_denied"));
    assert!(!answer.json.to_string().contains("nein"), "the portal's own text is not shown");
    assert!(app.portal().contact(50).is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn lost_answer_is_checked_before_any_retry() {
    let app = TestApp::start().await;
    let user = app.signs_in(&app.portal(), 1).await;
    let done = [
        Fault::CutAfter,
        Fault::EmptyBody,
        Fault::Truncated,
        Fault::AnswerAfterWork { status: 502, body: "<html>Bad Gateway</html>".into() },
        Fault::AnswerAfterWork { status: 200, body: "{\"result\":".into() },
        Fault::AnswerAfterWork { status: 500, body: r#"{"error":"INTERNAL_SERVER_ERROR"}"#.into() },
    ];
    for (id, fault) in (10..).zip(done) {
        app.portal().faults().script("crm.contact.delete", Nth::Next, fault.clone());
        assert_eq!(user.deletes_contact(id).await.status, 200, "{fault:?}");
        assert_eq!(app.portal().delete_requests(id), 1, "{fault:?}");
        assert!(app.portal().contact(id).is_none());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn deletion_is_retried_if_the_contact_still_exists() {
    let app = TestApp::start().await;
    let user = app.signs_in(&app.portal(), 1).await;
    for (id, fault) in (20..).zip([Fault::CutBefore, Fault::Html(502), Fault::Html(504)]) {
        app.portal().faults().script("crm.contact.delete", Nth::Next, fault.clone());
        assert_eq!(user.deletes_contact(id).await.status, 200, "{fault:?}");
        assert!(app.portal().contact(id).is_none(), "{fault:?}");
    }
    assert_eq!(app.portal().deletions().len(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn persistent_outage_is_reported() {
    let app = TestApp::start().await;
    let user = app.signs_in(&app.portal(), 1).await;
    app.portal().faults().script("crm.contact.delete", Nth::Every, Fault::Html(502));
    assert_eq!(user.deletes_contact(50).await.problem(), (502, "portal_unavailable"));
    app.portal().faults().clear();
    app.portal().faults().script("crm.contact.delete", Nth::Every, Fault::Html(504));
    assert_eq!(user.deletes_contact(50).await.problem(), (504, "portal_timeout"));
    assert!(app.portal().contact(50).is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn invisible_contact_is_not_reported_deleted_after_a_lost_answer() {
    let app = TestApp::start().await;
    let somebody_elses = app.portal().add_contact(&serde_json::json!({"NAME": "Eva", "ASSIGNED_BY_ID": "1"}));
    // With a copy, an invisible contact is not even asked for.
    app.signs_in(&app.portal(), 1).await.saves_settings(&serde_json::json!({"snapshot_days": 0})).await;
    let user = app.signs_in(&app.portal(), 3).await;
    app.portal().faults().script("crm.contact.delete", Nth::Every, Fault::Html(502));
    for id in [somebody_elses, 999_999] {
        assert_eq!(user.deletes_contact(id).await.problem(), (502, "portal_unavailable"), "{id}");
    }
    assert!(app.portal().contact(somebody_elses).is_some());
    assert_eq!(app.rows("audit WHERE outcome = 'unknown'").await, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn malformed_list_does_not_prove_a_deletion() {
    let app = TestApp::start().await;
    let user = app.signs_in(&app.portal(), 1).await;
    let odd = [
        "{\"result\":null}",
        "{\"result\":{}}",
        "{\"result\":false}",
        "{\"result\":[{\"ID\":\"7\"},{\"ID\":\"8\"}]}",
    ];
    for (id, body) in (30..).zip(odd) {
        app.portal().faults().clear();
        app.portal().faults().script("crm.contact.delete", Nth::Every, Fault::Html(502));
        // Only this list is false. The check before the deletion is inside a batch and true.
        app.portal().faults().script(
            "crm.contact.list",
            Nth::Every,
            Fault::Http(200, body.into(), "application/json".into()),
        );
        assert_eq!(user.deletes_contact(id).await.problem(), (502, "portal_unavailable"), "{body}");
        assert_eq!(
            app.portal().delete_requests(id),
            1,
            "{body}: not sent again while the outcome is unknown"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn refused_retry_keeps_the_outcome_unknown() {
    let app = TestApp::start().await;
    let user = app.signs_in(&app.portal(), 1).await;
    app.portal().faults().script("crm.contact.delete", Nth::Next, Fault::Html(504));
    app.portal().faults().script("crm.contact.delete", Nth::Every, error(503, "QUERY_LIMIT_EXCEEDED", ""));
    assert_eq!(user.deletes_contact(50).await.problem(), (504, "portal_timeout"));
    assert_eq!(app.rows("audit WHERE contact_id = 50 AND outcome = 'unknown'").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn call_over_the_rate_limit_is_retried() {
    let app = TestApp::start().await;
    let user = app.signs_in(&app.portal(), 1).await;
    let too_many = || error(503, "QUERY_LIMIT_EXCEEDED", "Too many requests");
    app.portal().faults().script("crm.contact.delete", Nth::Next, too_many());
    assert_eq!(user.deletes_contact(50).await.status, 200);
    assert_eq!((app.portal().delete_requests(50), app.portal().deletions().len()), (2, 1));
    app.portal().faults().script("crm.contact.delete", Nth::Every, too_many());
    assert_eq!(user.deletes_contact(51).await.problem(), (503, "portal_busy"));
    assert_eq!(app.portal().delete_requests(51), 3, "retries end");
    assert!(app.portal().contact(51).is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn refused_read_is_not_a_missing_contact() {
    let app = TestApp::start().await;
    let user = app.signs_in(&app.portal(), 1).await;
    for (status, code, problem) in [
        (429, "OPERATION_TIME_LIMIT", (503, "portal_busy")),
        (403, "insufficient_scope", (403, "scope_missing")),
        (500, "INTERNAL_SERVER_ERROR", (502, "portal_unavailable")),
    ] {
        app.portal().faults().clear();
        app.portal().faults().script("crm.contact.get", Nth::Every, error(status, code, ""));
        assert_eq!(user.get("/api/contacts/50").await.problem(), problem, "{code}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_refusal_has_its_own_code() {
    let app = TestApp::start().await;
    let user = app.signs_in(&app.portal(), 1).await;
    for (status, code, text, problem) in [
        (403, "insufficient_scope", "", (403, "scope_missing")),
        (401, "user_access_error", "", (403, "app_access_denied")),
        (403, "allowed_only_intranet_user", "", (403, "app_access_denied")),
        (401, "ACCESS_DENIED", "REST is available only on commercial plans.", (403, "plan_restricted")),
        (403, "WRONG_LICENSE", "", (403, "plan_restricted")),
        (401, "PAYMENT_REQUIRED", "", (402, "payment_required")),
        (401, "APPLICATION_NOT_FOUND", "", (401, "portal_unauthorized")),
        (403, "PORTAL_DELETED", "", (410, "portal_deleted")),
        (503, "QUERY_LIMIT_EXCEEDED", "Too many requests", (503, "portal_busy")),
        (429, "OPERATION_TIME_LIMIT", "", (503, "portal_busy")),
        (503, "OVERLOAD_LIMIT", "", (503, "portal_busy")),
        (401, "CONNECTION_ERROR", "", (502, "portal_unavailable")),
        (404, "ERROR_METHOD_NOT_FOUND", "", (403, "plan_restricted")),
    ] {
        app.portal().faults().clear();
        app.portal().faults().script("crm.contact.delete", Nth::Every, error(status, code, text));
        let answer = user.deletes_contact(50).await;
        assert_eq!(answer.problem(), problem, "{code}");
        assert_eq!(answer.headers.contains_key("retry-after"), problem.0 == 503, "{code}");
        for field in ["title", "detail", "request_id"] {
            assert!(!answer.json[field].as_str().unwrap().is_empty(), "{code}: {field}");
        }
    }
    assert!(app.portal().contact(50).is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn lost_right_is_noticed_at_once() {
    let app = TestApp::start().await;
    let user = app.signs_in(&app.portal(), 2).await;
    assert_eq!(user.deletes_contact(60).await.status, 200);
    app.portal().set_rights(2, Rights::All, Rights::None);
    assert_eq!(user.deletes_contact(61).await.problem(), (403, "access_denied"));
    app.portal().set_rights(2, Rights::None, Rights::None);
    assert_eq!(
        user.deletes_contact(62).await.problem(),
        (403, "access_denied"),
        "no access to contacts at all"
    );
    assert_eq!(app.portal().deletions().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn closing_the_page_does_not_lose_the_outcome() {
    let app = TestApp::start().await;
    let user = app.signs_in(&app.portal(), 1).await;
    let slow = Fault::Delay(std::time::Duration::from_millis(300));
    app.portal().faults().script("crm.contact.delete", Nth::Next, slow);
    let request = app.request(reqwest::Method::DELETE, "/api/contacts/50").bearer_auth(&user.token);
    let impatient = request.timeout(std::time::Duration::from_millis(100)).send().await;
    assert!(impatient.is_err());
    let written = async {
        while app.rows("audit WHERE contact_id = 50 AND outcome = 'deleted'").await == 0 {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(20), written).await.expect("no line in the audit");
    assert!(app.portal().contact(50).is_none());
}
