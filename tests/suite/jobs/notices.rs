//! Notices to the owners of jobs in the portal: one each, in their language, with their own token, without personal
//! data.

use std::time::Duration;

use portal_sim::{Fault, Notice, Nth, Portal, Sim};
use serde_json::json;

use super::{add_contacts, start_app_with};
use crate::support::TestApp;

const WITH_IM: &str = "crm,placement,user_brief,im";

async fn notices(app: &TestApp, portal: &Portal, count: usize) -> Vec<Notice> {
    for _ in 0..500 {
        let notices = portal.notices();
        if notices.len() >= count {
            return notices;
        }
        app.waits(Duration::from_millis(500)).await;
    }
    panic!("{:?}", portal.notices());
}

#[tokio::test(flavor = "multi_thread")]
async fn owner_gets_one_notice_when_a_job_ends_or_pauses() {
    let app = start_app_with(
        Sim::builder().contacts(400).scope(WITH_IM).delete_cost(Duration::from_millis(100)),
        10.0,
    )
    .await;
    let portal = app.portal();
    let (admin, user) = (app.signs_in(&portal, 1).await, app.signs_in(&portal, 2).await);
    let id = user.deletes(&portal.contact_ids()[..300]).await;
    while user.job(id).await["deleted"] == 0 {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    admin.saves_settings(&json!({"who_may_delete": "administrators"})).await;
    user.reaches(id, &["paused"]).await;
    let waits = notices(&app, &portal, 1).await.remove(0);
    assert_eq!((waits.user_id, waits.sender), (2, 2));
    assert!(waits.message.contains("job 1") && waits.message.contains("300"), "{waits:?}");
    let link =
        format!("[URL={}/marketplace/view/vendor.contact_eraser/?params%5Bjob%5D={id}]", portal.origin());
    assert!(waits.message.contains(&link), "{waits:?}");
    admin.saves_settings(&json!({"who_may_delete": "everyone"})).await;
    user.commands(id, "resume").await;
    user.ends(id).await;
    app.waits(Duration::from_secs(5)).await;
    let all = portal.notices();
    assert_eq!(all.len(), 1, "the notice of the end replaces the notice of the pause: {all:?}");
    assert!(all[0].id > waits.id && all[0].message.contains("300 of 300"), "{all:?}");
    assert_eq!(portal.call_count("im.notify.system.add"), 2);
    app.waits(Duration::from_mins(1)).await;
    assert_eq!(portal.call_count("im.notify.system.add"), 2, "each owner gets one notice");
    // Neither a single contact nor an order of the user causes a notice.
    let one = add_contacts(&portal, 1);
    let id = user.deletes(&one).await;
    user.ends(id).await;
    let id = user.deletes(&portal.contact_ids()).await;
    user.commands(id, "pause").await;
    user.commands(id, "cancel").await;
    user.ends(id).await;
    app.waits(Duration::from_secs(30)).await;
    assert_eq!(portal.call_count("im.notify.system.add"), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn lost_notice_does_not_harm_the_job_and_needs_the_scope() {
    let app = start_app_with(Sim::builder().contacts(120).scope(WITH_IM), 20.0).await;
    let portal = app.portal();
    let user = app.signs_in(&portal, 1).await;
    portal.faults().script("im.notify.system.add", Nth::Every, Fault::Html(500));
    let id = user.deletes(&portal.contact_ids()[..3]).await;
    assert_eq!(user.ends(id).await["deleted"], 3);
    for _ in 0..200 {
        if portal.call_count("im.notify.system.add") > 0 {
            break;
        }
        app.waits(Duration::from_millis(500)).await;
    }
    app.waits(Duration::from_secs(30)).await;
    assert_eq!(
        (portal.call_count("im.notify.system.add"), portal.notices().len()),
        (1, 0),
        "the notice is not sent again"
    );
    assert_eq!(user.job(id).await["state"], "done");
    let app = start_app_with(Sim::builder().contacts(120), 20.0).await;
    let user = app.signs_in(&app.portal(), 1).await;
    let id = user.deletes(&app.portal().contact_ids()[..3]).await;
    user.ends(id).await;
    app.waits(Duration::from_secs(30)).await;
    assert_eq!(app.portal().call_count("im.notify.system.add"), 0);
    assert_eq!(app.rows("jobs WHERE tells = 1").await, 0);
}
