/*
 * BX24 for applications in a frame of the simulator. It is newly written and has the names and the behaviour of the
 * platform's script. It sends messages to the parent window and form posts to the portal's REST interface.
 */
window.BX24 = null;
(function () {
  "use strict";

  var named = String(window.name || "").split("|");
  if (named.length < 3 || named[0] === "" || named[2] === "") {
    throw new Error("Unable to initialize Bitrix24 JS library!");
  }

  var secure = named[1] === "1";
  var domain = named[0].replace(/:(80|443)$/, "");
  var portal = (secure ? "https://" : "http://") + domain;
  var appSid = named[2];

  var state = { init: null, authExpiresAt: 0, started: false, onInit: [], onInstall: [] };
  var waiting = {};

  // ---- messages -------------------------------------------------------------------------------------------

  function send(method, params, callback) {
    var id = "";
    if (typeof callback === "function") {
      id = "b24_" + Math.random().toString(36).slice(2, 12);
      waiting[id] = callback;
    }
    if (method.indexOf(":") >= 0) {
      window.parent.postMessage({ method: method, params: params || {}, callback: id, appSid: appSid }, portal);
      return;
    }
    var json = params === undefined || params === null ? "" : JSON.stringify(params);
    window.parent.postMessage(method + ":" + (json === "" ? "" : json + ":") + id + ":" + appSid, portal);
  }

  window.addEventListener("message", function (event) {
    if (event.origin !== portal || typeof event.data !== "string") {
      return;
    }
    var colon = event.data.indexOf(":");
    var id = event.data.slice(0, colon);
    var callback = colon > 0 && Object.prototype.hasOwnProperty.call(waiting, id) ? waiting[id] : null;
    if (!callback) {
      return;
    }
    delete waiting[id];
    var json = event.data.slice(colon + 1);
    callback(json === "" ? undefined : JSON.parse(json));
  });

  // ---- start ----------------------------------------------------------------------------------------------

  function takeAuth(data) {
    state.init.AUTH_ID = data.AUTH_ID;
    state.init.AUTH_EXPIRES = data.AUTH_EXPIRES;
    state.init.REFRESH_ID = data.REFRESH_ID;
    state.authExpiresAt = Date.now() + Number(data.AUTH_EXPIRES) * 1000;
  }

  function start() {
    if (state.started) {
      return;
    }
    state.started = true;
    send("getInitData", undefined, function (data) {
      state.init = data;
      takeAuth(data);
      if (data.FIRST_RUN && state.onInstall.length > 0) {
        // An install callback replaces the installer page, so installFinish does nothing.
        data.INSTALL = false;
        state.onInstall.splice(0).forEach(function (run) {
          run();
        });
        send("setInstall", { install: true }, runOnInit);
        return;
      }
      runOnInit();
    });
  }

  function runOnInit() {
    state.ready = true;
    state.onInit.splice(0).forEach(function (run) {
      run();
    });
  }

  function whenReady(run) {
    if (document.readyState === "loading") {
      document.addEventListener("DOMContentLoaded", run);
    } else {
      run();
    }
  }

  function init(callback) {
    if (typeof callback === "function") {
      state.onInit.push(callback);
    }
    whenReady(function () {
      if (state.ready) {
        runOnInit();
      } else {
        start();
      }
    });
  }

  function install(callback) {
    state.onInstall.push(callback);
    whenReady(start);
  }

  function installFinish() {
    if (state.init && state.init.INSTALL) {
      state.init.INSTALL = false;
      send("setInstallFinish", {});
    }
  }

  // ---- authorization --------------------------------------------------------------------------------------

  function getAuth() {
    if (!state.init || state.authExpiresAt <= Date.now()) {
      return false;
    }
    return {
      access_token: state.init.AUTH_ID,
      refresh_token: state.init.REFRESH_ID,
      expires_in: state.authExpiresAt,
      domain: domain,
      member_id: state.init.MEMBER_ID,
    };
  }

  function refreshAuth(callback) {
    send("refreshAuth", {}, function (data) {
      takeAuth(data);
      if (typeof callback === "function") {
        callback(getAuth());
      }
    });
  }

  // ---- REST -----------------------------------------------------------------------------------------------

  function append(pairs, name, value) {
    if (value === undefined || typeof value === "function") {
      return;
    }
    if (value instanceof Date) {
      append(pairs, name, value.toISOString());
    } else if (value !== null && typeof value === "object") {
      Object.keys(value).forEach(function (key) {
        append(pairs, name === "" ? key : name + "[" + key + "]", value[key]);
      });
    } else {
      var text = value === null ? "" : value === true ? "1" : value === false ? "0" : String(value);
      pairs.push(encodeURIComponent(name) + "=" + encodeURIComponent(text));
    }
  }

  function formOf(params) {
    var pairs = [];
    append(pairs, "", params || {});
    return pairs.join("&");
  }

  function Answer(data, query, status) {
    this.answer = data;
    this.query = query;
    this.status = status;
  }
  Answer.prototype = {
    data: function () {
      return this.answer.result;
    },
    error: function () {
      return this.answer.error === undefined ? undefined : this;
    },
    error_description: function () {
      return this.answer.error_description;
    },
    more: function () {
      return !isNaN(parseInt(this.answer.next, 10));
    },
    total: function () {
      return parseInt(this.answer.total, 10) || 0;
    },
    time: function () {
      return this.answer.time;
    },
    next: function (callback) {
      if (!this.more()) {
        return false;
      }
      var params = Object.assign({}, this.query.params, { start: this.answer.next });
      return call(this.query.method, params, callback || this.query.callback);
    },
    toString: function () {
      return this.answer.error + (this.answer.error_description ? ": " + this.answer.error_description : "");
    },
  };

  function post(method, params, done) {
    var request = new XMLHttpRequest();
    request.open("POST", portal + (state.init.PATH || "/rest") + "/" + method + ".json");
    request.setRequestHeader("Content-Type", "application/x-www-form-urlencoded");
    request.onload = function () {
      if (request.status >= 500) {
        throw new Error("Query error! Status: " + request.status);
      }
      done(JSON.parse(request.responseText), request.status);
    };
    request.onerror = function () {
      done({ error: "NETWORK_ERROR", error_description: "the portal cannot be reached" }, 0);
    };
    request.send(formOf(Object.assign({}, params, { auth: state.init.AUTH_ID })));
    return request;
  }

  function call(method, params, callback) {
    var query = { method: method, params: params || {}, callback: callback };
    function ask(mayRefresh) {
      return post(method, query.params, function (data, status) {
        if (mayRefresh && (data.error === "expired_token" || data.error === "invalid_token")) {
          refreshAuth(function () {
            ask(false);
          });
          return;
        }
        if (typeof callback === "function") {
          callback(new Answer(data, query, status));
        }
      });
    }
    if (!getAuth()) {
      refreshAuth(function () {
        ask(false);
      });
      return undefined;
    }
    return ask(true);
  }

  function callBatch(calls, callback, halt) {
    var queries = Array.isArray(calls) ? [] : {};
    var cmd = Array.isArray(calls) ? [] : {};
    Object.keys(calls).forEach(function (key) {
      var one = calls[key];
      var method = Array.isArray(one) ? one[0] : one.method;
      var params = (Array.isArray(one) ? one[1] : one.params) || {};
      queries[key] = { method: method, params: params };
      cmd[key] = method + "?" + formOf(params);
    });
    return call("batch", { halt: halt ? 1 : 0, cmd: cmd }, function (all) {
      if (all.error() || typeof callback !== "function") {
        if (typeof callback === "function") {
          callback(all);
        }
        return;
      }
      var batch = all.data();
      var results = Array.isArray(calls) ? [] : {};
      Object.keys(queries).forEach(function (key) {
        var failed = (batch.result_error || {})[key];
        if (failed === undefined && (batch.result || {})[key] === undefined) {
          return;
        }
        var data = failed
          ? { error: failed.error, error_description: failed.error_description }
          : {
              result: batch.result[key],
              total: (batch.result_total || {})[key],
              next: (batch.result_next || {})[key],
              time: (batch.result_time || {})[key],
            };
        results[key] = new Answer(data, queries[key], all.status);
      });
      callback(results);
    });
  }

  // ---- the window -----------------------------------------------------------------------------------------

  function getScrollSize() {
    var page = document.documentElement;
    var body = document.body;
    return {
      scrollWidth: Math.max(page.scrollWidth, page.offsetWidth, body ? body.scrollWidth : 0),
      scrollHeight: Math.max(page.scrollHeight, page.offsetHeight, body ? body.scrollHeight : 0),
    };
  }

  function resizeWindow(width, height, callback) {
    if (width > 0 && height > 0) {
      send("resizeWindow", { width: width, height: height }, callback);
    }
  }

  function fitWindow(callback) {
    send("resizeWindow", { width: "100%", height: getScrollSize().scrollHeight }, callback);
  }

  // ---- options --------------------------------------------------------------------------------------------

  function optionsOf(key, command) {
    return {
      get: function (name) {
        return state.init ? state.init[key][name] : undefined;
      },
      set: function (name, value, callback) {
        state.init[key][name] = value;
        send(command, { name: name, value: value }, callback);
      },
    };
  }

  // ---- the object -----------------------------------------------------------------------------------------

  function placementCall(command, params, callback) {
    // Names of the library itself are not passed on, and the caller gets no error.
    if (Object.prototype.hasOwnProperty.call(BX24, command)) {
      return;
    }
    if (typeof params === "function") {
      callback = params;
      params = undefined;
    }
    send(command, params, callback);
  }

  var BX24 = {
    init: init,
    install: install,
    installFinish: installFinish,
    ready: whenReady,
    getAuth: getAuth,
    refreshAuth: refreshAuth,
    callMethod: call,
    callBatch: callBatch,
    getScrollSize: getScrollSize,
    resizeWindow: resizeWindow,
    fitWindow: fitWindow,
    setTitle: function (title, callback) {
      send("setTitle", { title: String(title) }, callback);
    },
    scrollParentWindow: function (scroll, callback) {
      send("setScroll", { scroll: parseInt(scroll, 10) || 0 }, callback);
    },
    reloadWindow: function (callback) {
      send("reloadWindow", {}, callback);
    },
    closeApplication: function (callback) {
      send("closeApplication", {}, callback);
    },
    openApplication: function (params, callback) {
      send("openApplication", params || {}, callback);
    },
    openPath: function (path, callback) {
      send("openPath", { path: path }, callback);
    },
    selectUser: function (callback) {
      send("selectUser", { mult: 0 }, callback);
    },
    selectUsers: function (callback) {
      send("selectUser", { mult: 1 }, callback);
    },
    selectCRM: function (params, callback) {
      send("selectCRM", typeof params === "function" ? {} : params, typeof params === "function" ? params : callback);
    },
    isAdmin: function () {
      return Boolean(state.init && state.init.IS_ADMIN);
    },
    getLang: function () {
      return state.init ? state.init.LANG : undefined;
    },
    getDomain: function () {
      return domain;
    },
    appOption: optionsOf("APP_OPTIONS", "setAppOption"),
    userOption: optionsOf("USER_OPTIONS", "setUserOption"),
    placement: {
      info: function () {
        return { placement: state.init.PLACEMENT, options: state.init.PLACEMENT_OPTIONS };
      },
      getInterface: function (callback) {
        send("getInterface", undefined, callback);
      },
      bindEvent: function (name, callback) {
        send("placementBindEvent", { event: name }, callback);
      },
      call: placementCall,
    },
  };
  window.BX24 = BX24;
})();
