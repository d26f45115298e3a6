// The page's own words in two languages; contents and products are shown as the catalogue writes them.
const WORDS = {
  en: {
    lead: "A mobile operator's app. What you do changes what you see next.", language: "中文", try_it: "Try it by hand",
    who: "Who are you?", newcomer: "A newcomer", newcomer_more: "Nothing is known of you yet", visits: "interactions so far",
    situation: "What is going on?", situation_more: "Facts that the app sends with its question.", nothing: "An ordinary day",
    consent: "Personalisation", consent_more: "Use what I do here for my recommendations",
    again: "Ask again", again_more: "Nothing happens in between: what changes now is the draw, and what you have seen meanwhile.",
    changed: "What changed, and why", log: "Events, as the log has them", log_more: "Stored before they were acknowledged; the newest first.",
    decision: "The last decision", drawer_who: "Who and where", drawer_app: "The app", drawer_panel: "What happened",
    first: "The first answer. Click a product, begin its order and leave midway; then look here again.",
    of: "of", places: "places changed", none_changed: "Nothing changed: everything is where it was.", only_drawn: "Nothing changed but what was drawn by chance.", new: "NEW", drawn: "DRAWN", was: "was at place", drawn_more: "places were drawn by chance this time: some answers try others out, so that there is something to learn from.",
    scene: "scene", no_scene: "none", scene_from: "The scene is now", scene_was: "before:", id: "id", person: "person", known: "known", unknown: "not known yet", anonymous: "anonymous", took: "answer",
    left: "You left the order midway", bought: "You bought it", looked: "You looked at it", sent_away: "You sent it away", asked: "Asked again", person_changed: "Another person", scene_changed: "Another situation", opted: "Consent changed", opened: "Another page",
    data: "Data used", bill_meter: "Last bill", contract: "Contract", days: "days", abroad: "Roaming", at_home: "At home", new_device: "New phone", hello: "Good to see you",
    home: "Home", plans: "Plans", shop: "Shop", bill: "Bill", feed: "For you", cards: "Recommended", free: "free", no_events: "No event of this person is in the log yet.", no_events_consent: "Opted out: nothing personal is sent.",
    order: "Order now", later: "Not now", look: "Have a look", step_options: "Options", step_details: "Details", step_confirm: "Confirm", next: "Next", pay: "Confirm and pay", leave: "Leave",
    monthly: "Month by month", yearly: "12 months, 10 % less", number: "Number", pay_by: "Paid with", phone_bill: "the phone bill", total: "Total", thanks: "Done. Thank you!", thanks_more: "The next answer knows it already.", back_home: "Back",
    failed: "No answer: the app shows its own contents.", own: "The app's own content",
  },
  zh: {
    lead: "运营商 App：您刚才做的事，决定接下来看到什么。", language: "English", try_it: "手动试用",
    who: "您是谁？", newcomer: "新访客", newcomer_more: "对您还一无所知", visits: "次互动",
    situation: "现在的情况", situation_more: "App 随请求发送的事实。", nothing: "平常的一天",
    consent: "个性化推荐", consent_more: "允许用我的行为做推荐",
    again: "再问一次", again_more: "中间什么也没做：变化只来自抽样和刚看过的内容。",
    changed: "变了什么，为什么", log: "日志中的事件", log_more: "先落盘再确认；最新的在前。",
    decision: "最近一次决策", drawer_who: "身份与情况", drawer_app: "App", drawer_panel: "发生了什么",
    first: "这是第一次回答。点一个产品，开始办理，中途离开，再看这里。",
    of: "/", places: "个位置变了", none_changed: "没有变化。", only_drawn: "除随机抽取的之外，没有变化。", new: "新", drawn: "试探", was: "之前在第", drawn_more: "个位置这次是随机抽取的：少数回答会试探别的内容，系统才能学到东西。",
    scene: "场景", no_scene: "无", scene_from: "现在的场景：", scene_was: "之前：", id: "编号", person: "用户", known: "已知", unknown: "还不认识", anonymous: "匿名", took: "耗时",
    left: "您中途离开了办理", bought: "您已办理", looked: "您看过它", sent_away: "您关闭了它", asked: "再问一次", person_changed: "换了用户", scene_changed: "情况变了", opted: "授权变了", opened: "换了页面",
    data: "已用流量", bill_meter: "上月账单", contract: "合约剩余", days: "天", abroad: "漫游中", at_home: "本地", new_device: "新手机", hello: "欢迎回来",
    home: "首页", plans: "套餐", shop: "商城", bill: "账单", feed: "为您推荐", cards: "推荐", free: "免费", no_events: "日志里还没有这位用户的事件。", no_events_consent: "已退出：不发送任何个人信息。",
    order: "立即办理", later: "以后再说", look: "去看看", step_options: "选择", step_details: "信息", step_confirm: "确认", next: "下一步", pay: "确认支付", leave: "离开",
    monthly: "按月", yearly: "12 个月，9 折", number: "号码", pay_by: "支付方式", phone_bill: "话费", total: "合计", thanks: "办理成功，谢谢！", thanks_more: "下一次回答已经知道了。", back_home: "返回",
    failed: "没有回答：App 显示默认内容。", own: "App 默认内容",
  },
};
const SCENES = {
  en: { roaming: "I am abroad", over_quota: "My data is used up", bill_shock: "My bill is higher", contract_ending: "My contract ends soon", new_device: "I have a new phone", broadband_left: "Left the broadband order" },
  zh: { roaming: "我在国外", over_quota: "流量用完了", bill_shock: "账单变高了", contract_ending: "合约快到期", new_device: "换了新手机", broadband_left: "宽带办理中途离开" },
};
const REASONS = {
  people_like_you: "和您相似的人选择了它", goes_together: "常和您看过的一起看", more_like: "与您感兴趣的相似", fits_scene: "适合您现在的情况",
  popular_now: "现在很热门", again: "您之前感兴趣", standard: "常规推荐", new: "新上线", ranked: "为您排序",
};
const CATEGORIES = {
  en: { plan: "plans", data_pack: "data packs", broadband: "broadband", tv_video: "TV and video", roaming: "roaming", handset: "phones", insurance: "insurance", cloud: "cloud", music: "music", games: "games", family: "family", smart_home: "smart home", loyalty: "benefits" },
  zh: { plan: "套餐", data_pack: "流量包", broadband: "宽带", tv_video: "视频", roaming: "漫游", handset: "手机", insurance: "保险", cloud: "云盘", music: "音乐", games: "游戏", family: "家庭", smart_home: "智能家居", loyalty: "权益" },
};

export const language = { now: localStorage.getItem("demo:language") ?? (navigator.language.startsWith("zh") ? "zh" : "en") };

export const say = (name) => WORDS[language.now][name] ?? name;
export const sceneName = (scene, title = "") => SCENES[language.now][scene] ?? title ?? scene;
export const category = (name) => CATEGORIES[language.now][name] ?? name;
export const reason = (placement) => (placement.reason ? (language.now === "zh" && REASONS[placement.reason.code]) || placement.reason.text : "");

export function speak() {
  document.documentElement.lang = language.now === "zh" ? "zh-CN" : "en";
  for (const each of document.querySelectorAll("[data-text]")) each.textContent = say(each.dataset.text);
  document.querySelector("#language").textContent = say("language");
}

export function other() {
  language.now = language.now === "en" ? "zh" : "en";
  localStorage.setItem("demo:language", language.now);
  speak();
}
