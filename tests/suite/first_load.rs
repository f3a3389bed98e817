//! How much a browser loads before the app can be used, compressed as for the transfer.

use std::collections::BTreeSet;

use reqwest::Method;

use crate::support::TestApp;

/// The portal's own script is not counted.
const MOST_BYTES: usize = 120_000;

/// The addresses in attributes that begin with this mark.
fn named<'a>(html: &'a str, mark: &str) -> BTreeSet<&'a str> {
    html.split(mark).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

#[expect(clippy::print_stderr, reason = "the number is printed even if it is small enough")]
#[tokio::test(flavor = "multi_thread")]
async fn first_load_is_below_120_kilobytes() {
    let app = TestApp::start().await;
    let post = app.portal().frame_post(1);
    let form = |pairs: &[(String, String)]| {
        url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
    };
    let request = app.request(Method::POST, &format!("/app?{}", form(&post.query)));
    let request = request.header("Content-Type", "application/x-www-form-urlencoded").body(form(&post.body));
    let page = request.header("Accept-Encoding", "br").send().await.unwrap();
    assert_eq!(page.headers()["content-encoding"], "br");
    let mut bytes = page.bytes().await.unwrap().len();
    let html = app.opens(&post).await.html;
    let mut files = named(&html, "href=\"/static/");
    files.extend(named(&html, "src=\"/static/"));
    assert!(files.len() > 30, "{files:?}");
    for file in &files {
        let request = app.request(Method::GET, &format!("/static/{file}"));
        let answer = request.header("Accept-Encoding", "br").send().await.unwrap();
        assert_eq!(answer.status(), 200, "{file}");
        bytes += answer.bytes().await.unwrap().len();
    }
    eprintln!("the app's first load: {bytes} bytes in {} files", files.len() + 1);
    assert!(bytes < MOST_BYTES, "{bytes} bytes in {} files", files.len() + 1);
}
