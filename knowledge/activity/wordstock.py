"""The words that every report is made of, whatever it is about: where slips of the keyboard are looked for."""

from __future__ import annotations

from typing import Final

COUNTED: Final = frozenset("nữ nam người lượt triệu nghìn phụ đại đồng chị thành hội cán học đơn".split())
"""Words right behind a number that a single slip makes hard to tell, because they are short or slip into others."""
AFTER_NUMBER: Final = frozenset(
    COUNTED
    | set(
        "ngày tháng năm tuần quý giờ phút tuổi lớp buổi cuộc đợt tờ bản cuốn vụ việc ca hộ xã huyện tỉnh phường "
        "thôn tổ "
        "khu nhà cơ trường chi bộ ban anh em bà ông cháu cô cụ mẹ bạn công viên sinh lao khách nạn trẻ bé dân đoàn "
        "suất phần bài tin mô câu băng pano loa trận tiết giải xe cây con mét km kg lít bao thùng bức tấm cái chiếc "
        "tr k tỷ tỉ củ đ vnd vnđ usd ng đv cb nv hv đb hs sv gv pn đc dc h g p nghìn ngàn trăm vạn chục là và có trong "
        "ở tại cho do từ đến hôm sáng chiều tối lúc với khác không chưa âm ngoài trên dưới cùng gồm về ra để nên "
        "cặp phòng sở tiểu nội mục điều khoản ý lần đơn vị đội cấp chuyên nghị quyết am tu thu tum nhóm cơm quà "
        "ly ngành nghề nước vòng mâm mái căn vợ chồng chợ quận ấp khóm xóm bác chú dì thím già kp kinh hết tổng "
        "giáo nông phụ bệnh vị cá vận cộng đảng lãnh thanh thiếu tín phật thí".split()
    )
    | set(
        "hom nay nam thang ngay tuan gio phut tuoi lop buoi cuoc dot to ban cuon vu viec ho xa huyen tinh thon".split()
    )
    | set("khu nha co truong chi bo anh em ba ong chau cu me cong vien sinh lao khach nan tre be dan doan suat".split())
    | set("phan mo cau o tai cho do tu den sang chieu toi luc voi khac khong chua la va hoi don so tong het".split())
)
"""Words that stand behind numbers as they are."""
PLAIN: Final = frozenset(
    COUNTED
    | set(
        # people
        "đại biểu thành viên hội viên học viên sinh cán bộ công chức viên lao động chí đồng chị em phụ nữ nam giới trẻ "
        "cháu người dân lượt nhân đoàn giáo khách "
        # sums and what is said of figures
        "tổng số lượng trong đó gồm tham dự gia tham khoảng ước không rõ giới tính khác sĩ "
        # money
        "kinh phí triệu nghìn ngàn trăm tỷ đồng chi hết tiền rưỡi ngân sách miễn phí mỗi suất trị giá "
        # days
        "ngày tháng tuần năm thứ chủ nhật hôm qua kia nay trước sáng chiều tối vừa rồi quý đầu cuối giữa mùng "
        "mồng sau tới hqua hwa wa hnay hkia hum squa cqua snay cnay "
        # places
        "tại địa điểm hội trường nhà văn hóa trụ sở phòng sân vận động chợ trung tâm ủy ban "
        # done, asked or planned
        "chuẩn bị chưa cần được phải nào gì mai sắp nhắc giúp lập soạn muốn vắng hoãn dự định đang hỏi bao giờ "
        "nhiêu chỉ tiêu "
        "đã xong tổ chức thực hiện hoàn thành sẽ dự kiến bao nhiêu thế nào đơn vị cơ quan xã phường thôn "
        "theo quyết định kế hoạch công văn phát tờ rơi "
        "hai ba bốn sáu bảy tám chín mười mươi lăm "
        "tw ttg cp vđv cnlđ kp sl ts nv cb hv đb hs sv gv pn đc đv ng tr bđg lbđg blgđ pcblgđ vstbpn vstbcpn ubnd "
        "hđnd clb "
        "ccvc cnvc cbcc cbccvc "
        "cnvclđ lhpn hlhpn bcđ bch btv qđ kh cv nđ tt nq hd tb bc thcs thpt thđ tđ ktx svđ nvh khhgđ "
        "kp sl bdg lbdg blgd pcblgd hdnd dc dv db qd nd thd svd cnvcld lhpn tp hcm bhxh bhyt gd gđ gddt gdđt ntn bn ko "
        "pano covid facebook zalo online fanpage".split()
    )
)
"""Words and short forms that are right as they stand, and that words with a slip are put right to."""
